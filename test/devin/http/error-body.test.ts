import { quoteWithout, readErrorBody } from '../../../src/devin/http/error-body';

const quote = quoteWithout('cog_own_key_0123');

describe('a quote', () => {
  it.each<[string, string, string]>([
    ['an e-mail address', 'no user ada.lovelace+x@mail.example.com here', 'no user [e-mail] here'],
    ['an address without a dot', 'ada@localhost', '[e-mail]'],
    ['an address in an id', "user 'okta|acme|ada@example.com'", "user 'okta|acme|[e-mail]'"],
    ['a URL-encoded address', '/users/email%7Cada%40example.com', '/users/[e-mail]'],
    ['an address of letters outside ASCII', 'jürgen@müller.example', '[e-mail]'],
    ['the configured key', 'key cog_own_key_0123', 'key ***'],
    ['another key', 'cog_0987654321-AbC_d!', '***!'],
    ['an old key', 'Bearer apk_user_MTIz', 'Bearer ***'],
    ['but not a handle', 'ask @ada', 'ask @ada'],
  ])('hides %s', (_name, text, quoted) => expect(quote(text)).toBe(quoted));

  it('of a long text without an address is fast', () => {
    expect(quote('x'.repeat(65_536))).toHaveLength(200);
    expect(quote('@'.repeat(65_536))).toHaveLength(200);
  });
});

describe('the body of an error', () => {
  const read = (body: string, isCut = false, type = '') =>
    readErrorBody({ body, isCut, header: () => type }, quote);
  const depth = 10_000;
  it.each<[string, string, string | undefined, string | undefined]>([
    ['deep lists', '['.repeat(depth) + ']'.repeat(depth), undefined, undefined],
    ['deep objects', '{"detail":'.repeat(depth) + '"x"' + '}'.repeat(depth), undefined, undefined],
    ['deep errors', `{"title":"no",${'"errors":[{'.repeat(depth)}${'}]'.repeat(depth)}}`, undefined, 'no'],
    ['a page', '\n <html>', 'html', undefined],
    ['text', 'no healthy upstream', 'text', 'no healthy upstream'],
    ['nothing', ' \n', 'empty', undefined],
    ['a bare number', '404', 'text', '404'],
    ['half of JSON', '{"detail": "no', 'text', '{"detail": "no'],
  ])('%s', (_name, body, foreign, said) => expect(read(body)).toEqual({ foreign, said }));

  it('that is bare text is JSON if its content type says so', () => {
    expect(read('"no"', false, 'application/json')).toEqual({ foreign: undefined, said: 'no' });
    expect(read('"no"', false, 'text/plain')).toEqual({ foreign: 'text', said: '"no"' });
  });

  it.each<[string, string, string | undefined, string | undefined]>([
    [
      'JSON with its message at the start',
      `{"status":403,"detail":"no \\"x\\"","errors":[${'1,'.repeat(999)}`,
      undefined,
      'no "x"',
    ],
    [
      'JSON with a message that is too long',
      `{"detail":"${'y'.repeat(3_000)}`,
      undefined,
      `${'y'.repeat(199)}…`,
    ],
    ['JSON without a message', `[${'1,'.repeat(999)}`, undefined, undefined],
    ['a page', '<html>', 'html', undefined],
    ['text that ends within a key', `no${' '.repeat(900)}cog_own`, 'text', 'no'],
  ])('that was truncated: %s', (_name, body, foreign, said) =>
    expect(read(body, true)).toEqual({ foreign, said }),
  );
});
