import { chromium } from 'playwright-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium';
import { serveOrigin } from './origin';
import type { Origin } from './origin';

/** A page of Chromium, with a virtual authenticator behind it that answers by itself. */
export interface PasskeyTab {
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly authenticatorId: string;
  /** Whether the authenticator takes whoever is there for the one who made the passkey. */
  setVerified(isUserVerified: boolean): Promise<void>;
  /** Whether somebody is there at all: where nobody is, a prompt stays open. */
  setPresent(isPresent: boolean): Promise<void>;
}

/** A browser, and the origin of the pages that are opened in it. */
export interface PasskeyStage {
  open(): Promise<PasskeyTab>;
  close(): Promise<void>;
}

const AUTHENTICATOR = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

async function openTab(browser: Browser, origin: Origin): Promise<PasskeyTab> {
  const page = await browser.newPage();
  // An address is no relying party.
  await page.goto(origin.url.replace('127.0.0.1', 'localhost'));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: AUTHENTICATOR,
  });
  return {
    page,
    devtools,
    authenticatorId,
    setVerified: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    setPresent: async (enabled) => {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
}

/** Starts a browser whose pages run a script. */
export async function startPasskeyStage(script: string): Promise<PasskeyStage> {
  const [browser, origin] = await Promise.all([
    chromium.launch(await chromiumOptions()),
    serveOrigin(script),
  ]);
  return {
    open: () => openTab(browser, origin),
    close: async () => {
      await browser.close();
      await origin.close();
    },
  };
}
