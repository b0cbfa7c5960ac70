import nock from 'nock';

/** In this test file, requests reach only what nock answers, and each test begins without answers. */
export function reachOnlyNock(): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.restore();
    nock.enableNetConnect();
  });
}
