import { notAsked, question, unclear } from '../question';

export const errorBody = question({
  id: 'error-body',
  question: 'Which form do errors have?',
  asks: 'a page of sessions with 201 items, which documents do not allow',
  values: {
    problem: ['as_assumed', 'errors are RFC 9457 problems'],
    older: ['handled', 'errors have the older form, with `detail` alone'],
  },
  connector: 'It reads both forms.',
  ask: async (desk) => {
    await desk.ask(desk.scope.path('sessions'), { first: 201 });
    return [...desk.wire.errorForms];
  },
  judge: ([form, ...others]) => {
    if (form === undefined) return notAsked('Devin refused nothing');
    if (others.length > 0) return unclear('errors have different forms');
    return form === 'other' ? unclear('errors have another form') : { value: form };
  },
});
