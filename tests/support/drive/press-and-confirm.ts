/**
 * Presses a button that asks for confirmation. The question disappears after a few seconds, so on a
 * busy machine it may have to be asked again.
 */
import { expect, type Locator } from '@playwright/test';

export async function pressAndConfirm(ask: Locator, confirm: Locator): Promise<void> {
  await expect(async () => {
    if (!(await confirm.isVisible())) await ask.click({ timeout: 10_000 });
    await confirm.click({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
}
