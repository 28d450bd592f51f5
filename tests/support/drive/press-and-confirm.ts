/** A button whose act cannot be taken back asks once, in place and for a few seconds: on a busy machine it may have to be asked again. */
import { expect, type Locator } from '@playwright/test';

export async function pressAndConfirm(ask: Locator, confirm: Locator): Promise<void> {
  await expect(async () => {
    if (!(await confirm.isVisible())) await ask.click({ timeout: 10_000 });
    await confirm.click({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
}
