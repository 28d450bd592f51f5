/**
 * Each failure that `bench -- recover` measures, once and in short: the picture comes back by
 * itself. Where network namespaces cannot be made, only those happen that need none.
 */
import { expect, test } from '@playwright/test';
import { requires } from '../support/machine/requirements.ts';
import { appFailures, pageFailures, type Durations, type Failure } from '../support/measure/recover/failures.ts';
import { measureFailure } from '../support/measure/recover/measure-failure.ts';
import type { AppEnd, PageEnd, PresenterEnd } from '../support/measure/recover/presenter-ends.ts';
import {
  lackingForNetworks,
  openAppStage,
  openPageStage,
  type StageOf,
} from '../support/measure/recover/recovery-stage.ts';

const TURN_TTL_S = 6;
const short: Durations = { awayMs: 4_000, blackoutMs: 3_000, beyondCredentialMs: 1_000 };
/**
 * Beyond the limit of the bench, which has the machine for itself. Without any recovery it takes
 * half a minute, or for ever.
 */
const ALLOWANCE_MS = 6_000;

function declare<Presenter extends PresenterEnd>(
  failure: Failure<Presenter>,
  stage: () => StageOf<Presenter> | undefined,
): void {
  test(`the picture comes back by itself: ${failure.words}`, async () => {
    const lacking = failure.happensAnywhere ? [] : lackingForNetworks();
    test.skip(lacking.length > 0, `network namespaces cannot be made here: needs ${lacking.join(', ')}`);
    const opened = stage();
    if (opened === undefined) throw new Error('there is no stage');
    const recovery = await measureFailure(opened, failure, short);
    const measured = JSON.stringify(recovery);
    test.info().annotations.push({ type: 'measured', description: measured });
    expect(recovery.missing, measured).toEqual([]);
    expect(recovery.gapMs, measured).toBeLessThan(failure.limitMs(short) + ALLOWANCE_MS);
  });
}

test.describe('a presenter’s session in a page', () => {
  requires('chromium');
  let stage: StageOf<PageEnd> | undefined;
  test.beforeAll(async () => {
    stage = await openPageStage(TURN_TTL_S);
  });
  test.afterAll(() => stage?.close());
  for (const failure of Object.values(pageFailures)) declare<PageEnd>(failure, () => stage);
});

test.describe('the presenter app', () => {
  requires('chromium', 'electron');
  let stage: StageOf<AppEnd> | undefined;
  test.beforeAll(async () => {
    stage = await openAppStage(TURN_TTL_S);
  });
  test.afterAll(() => stage?.close());
  for (const failure of Object.values(appFailures)) declare(failure, () => stage);
});
