import { question, unclear } from '../question';
import { publicNames } from '../report/public-names';
import { totalRows } from '../samples/usable-rows';

const known = ['devin', 'cascade', 'terminal', 'review'];

export const otherProducts = question({
  id: 'other-products',
  question: 'Are there products beside `devin`, `cascade`, `terminal` and `review`?',
  asks: 'consumption of the whole scope',
  values: {
    none: ['as_assumed', 'there are no others'],
    some: ['handled', 'there are others'],
  },
  connector: 'It passes on every product that Devin sends.',
  ask: (desk) => desk.once(totalRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const names = new Set(found.rows.flatMap(({ products = {} }) => Object.keys(products)));
    if (names.size === 0) return unclear('Devin sends no products');
    const others = [...names].filter((name) => !known.includes(name));
    if (others.length === 0) return { value: 'none' };
    return { value: 'some', facts: { number: others.length, products: publicNames(others) } };
  },
});
