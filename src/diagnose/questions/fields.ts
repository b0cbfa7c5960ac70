import { SELF_PATH } from '../../devin/scope';
import { notAsked, question } from '../question';
import { checkAnswers } from '../schema/schema-check';

export const fields = question({
  id: 'fields',
  question: 'Do answers have the documented fields?',
  asks: 'a page of every list, and an answer of every other endpoint that the connector reads',
  values: {
    as_documented: ['as_assumed', 'every field is as documented'],
    added: ['handled', 'there are fields or values that no document has'],
    different: ['not_handled', 'documented fields are missing, or have another type'],
  },
  connector:
    'It ignores new fields. A field that is missing or has another type is null, with a warning; a stream fails only for ' +
    'its key, its cursor and what it counts.',
  ask: ({ asker }) => Promise.resolve(checkAnswers(asker.answered)),
  judge: (checks) => {
    if (checks.every(({ path }) => path === SELF_PATH)) return notAsked('no endpoint was answered');
    const all = checks.flatMap(({ differences }) => differences);
    const count = (kind: string) => all.filter((each) => each.kind === kind).length;
    const facts = {
      endpoints: checks.length,
      missing: count('missing'),
      added: count('added'),
      of_another_type: count('type'),
      with_another_value: count('value'),
    };
    if (facts.missing + facts.of_another_type > 0) return { value: 'different', facts };
    return { value: all.length > 0 ? 'added' : 'as_documented', facts };
  },
});
