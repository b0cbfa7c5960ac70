import { notAsked, question, unclear } from '../question';
import { totalRows } from '../samples/usable-rows';
import type { DayRow } from '../samples/day-rows';

export const productData = question({
  id: 'product-data',
  question: 'Does consumption come with the ACUs of each product?',
  asks: 'consumption of the whole scope',
  values: {
    present: ['as_assumed', 'days with consumption have products with ACUs'],
    zero: ['handled', 'every product is 0 although there is consumption'],
    absent: ['handled', 'the products are left out'],
  },
  connector: 'It passes on what Devin sends. `acus_by_product` is empty if the products are left out.',
  ask: (desk) => desk.once(totalRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const used = found.rows.filter(({ acus }) => acus > 0);
    if (used.length === 0) return notAsked('there is no consumption');
    const withProducts = used.filter(({ products }) => products !== undefined);
    const withAcus = used.filter((row) => sumOfProducts(row) > 0);
    const facts = { days_with_products: withProducts.length, days_with_acus_by_product: withAcus.length };
    if (withProducts.length === 0) return { value: 'absent', facts };
    if (withAcus.length === 0) return { value: 'zero', facts };
    return withAcus.length === used.length ? { value: 'present', facts } : unclear('days differ', facts);
  },
});

function sumOfProducts({ products = {} }: DayRow): number {
  return Object.values(products).reduce<number>(
    (sum, acus) => sum + (typeof acus === 'number' ? acus : 0),
    0,
  );
}
