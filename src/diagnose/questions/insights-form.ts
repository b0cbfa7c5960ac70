import { isObject } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { page } from '../samples/session-pages';

export const insightsForm = question({
  id: 'insights-form',
  question: 'Do session insights have the documented form?',
  asks: 'a page of session insights',
  values: {
    documented: ['as_assumed', '`note_usage` is null or an object'],
    as_seen: ['handled', '`note_usage` is a list, as others have seen it'],
  },
  connector: 'It passes on `analysis` as it is.',
  ask: (desk) => page(desk, desk.scope.path('sessions', 'insights')),
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const analyses = items.flatMap(({ analysis }) => (isObject(analysis) ? [analysis] : []));
    if (analyses.length === 0) return notAsked('no session has an analysis');
    const lists = analyses.filter(({ note_usage: usage }) => Array.isArray(usage)).length;
    const facts = {
      sessions: items.length,
      with_analysis: analyses.length,
      with_skill_usage: analyses.some((each) => 'skill_usage' in each),
      with_analysis_status: items.some((item) => 'analysis_status' in item),
    };
    if (lists === 0) return { value: 'documented', facts };
    return lists === analyses.length ? { value: 'as_seen', facts } : unclear('sessions differ', facts);
  },
});
