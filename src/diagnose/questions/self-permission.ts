import { question } from '../question';

export const selfPermission = question({
  id: 'self-permission',
  question: 'Does `/v3/self` answer without the permission `ReadAccountMeta`?',
  asks: 'who the key is',
  values: {
    open: ['as_assumed', 'Devin tells who the key is'],
    '403': ['handled', 'Devin answers 403'],
  },
  connector: 'It goes on after 403. Only an organization without `org_id` needs the answer.',
  ask: (desk) => Promise.resolve(desk.isSelfHidden),
  judge: (isHidden) => ({ value: isHidden ? '403' : 'open' }),
});
