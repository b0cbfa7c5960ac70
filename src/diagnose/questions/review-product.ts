import { question, unclear } from '../question';
import { totalRows } from '../samples/usable-rows';

export const reviewProduct = question({
  id: 'review-product',
  question: 'How does consumption show the product `review`?',
  asks: 'consumption of the whole scope',
  values: {
    number: ['as_assumed', 'it is a number'],
    null: ['handled', 'it is null'],
    absent: ['handled', 'it is left out'],
  },
  connector: 'It passes on what Devin sends. A product that is left out has no entry in `acus_by_product`.',
  ask: (desk) => desk.once(totalRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const products = found.rows.flatMap(({ products: own }) => (own === undefined ? [] : [own]));
    if (products.length === 0) return unclear('Devin sends no products');
    const kinds = new Set(products.map((each) => ('review' in each ? typeOf(each.review) : 'absent')));
    const [kind] = kinds;
    if (kinds.size > 1) return unclear('days differ');
    return kind === 'number' || kind === 'null' || kind === 'absent'
      ? { value: kind }
      : unclear('it is neither a number nor null');
  },
});

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
