/** The first picture is reported once, to a service that knows such reports. */
import { LinkId } from '@lectern/protocol';
import { expect, test, vi } from 'vitest';
import { reportFirstPicture } from './picture-report.ts';

const linkId = LinkId.parse('a'.repeat(22));
const request = () => vi.fn<(name: string, params: unknown) => Promise<unknown>>().mockResolvedValue({});

test('the first picture is reported once, when there is one', async () => {
  const session = { protocol: 3, firstPicture: { afterMs: undefined as number | undefined }, request: request() };
  const report = reportFirstPicture(session);
  report(linkId, 'direct');
  expect(session.request).not.toHaveBeenCalled();
  session.firstPicture.afterMs = 812.4;
  report(linkId, 'turn');
  report(linkId, 'turn');
  expect(session.request.mock.calls).toEqual([['link:connected', { linkId, afterMs: 812, route: 'turn' }]]);
});

test('a report that failed is tried again', async () => {
  const session = { protocol: 3, firstPicture: { afterMs: 1 }, request: request() };
  session.request.mockRejectedValueOnce(new Error('unreachable'));
  const report = reportFirstPicture(session);
  report(linkId, 'direct');
  await vi.waitFor(() => {
    report(linkId, 'direct');
    expect(session.request).toHaveBeenCalledTimes(2);
  });
});

test('a service of version 2 is sent nothing', () => {
  const session = { protocol: 2, firstPicture: { afterMs: 1 }, request: request() };
  reportFirstPicture(session)(linkId, 'direct');
  expect(session.request).not.toHaveBeenCalled();
});
