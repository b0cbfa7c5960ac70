import { question, unclear } from '../question';

/** The connector uses its own clock up to this difference. */
const mostApartSeconds = 300;

export const clocks = question({
  id: 'clocks',
  question: "Do Devin's clock and the one of this machine agree?",
  asks: 'the `Date` header of the first answer',
  values: {
    agree: ['as_assumed', 'they differ by less than five minutes'],
    differ: ['handled', 'they differ by more than five minutes'],
  },
  connector: 'If they differ by more than five minutes, it uses the earlier one, and warns.',
  ask: ({ wire }) => Promise.resolve(wire.devinAheadSeconds),
  judge: (seconds) => {
    if (seconds === undefined) return unclear('Devin sends no date');
    const facts = { devin_ahead_seconds: Math.round(seconds) };
    return { value: Math.abs(seconds) <= mostApartSeconds ? 'agree' : 'differ', facts };
  },
});
