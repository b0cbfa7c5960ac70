import type { Verdict } from '../question';

/** The verdicts for people, in the order in which they matter. */
export const verdicts: Readonly<Record<Verdict, string>> = {
  not_handled: 'Different, and not handled: please report',
  unclear: 'Unclear',
  handled: 'Different, and handled',
  not_asked: 'Not asked',
  as_assumed: 'As assumed',
};
