/**
 * Launches the Firefox of this machine. Playwright drives only its own build of Firefox; Puppeteer
 * drives the installed one, over WebDriver BiDi.
 */
import puppeteer, { type Browser } from 'puppeteer-core';
import { findProgram } from './find-program.ts';

/**
 * `environment`: further variables, such as those of a sound server. `profile`: a folder in place
 * of a fresh profile.
 */
export const launchFirefox = (
  prefs: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
  profile?: string,
): Promise<Browser> =>
  puppeteer.launch({
    env: { ...process.env, ...environment },
    browser: 'firefox',
    executablePath: findProgram('firefox'),
    headless: true,
    ...(profile === undefined ? {} : { userDataDir: profile }),
    extraPrefsFirefox: { 'media.peerconnection.ice.obfuscate_host_addresses': false, ...prefs },
  });
