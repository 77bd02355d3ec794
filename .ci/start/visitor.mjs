/** What somebody does in a browser on the pages that were made, and what the user pool says of it. */
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../../bench/chromium.ts';

const PATIENCE_MS = 60_000;

/** Opens a browser with one user in it, whose tabs share their storage. */
export async function openBrowser() {
  const browser = await chromium.launch(await chromiumOptions());
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  return { openTab: () => context.newPage(), close: () => browser.close() };
}

/** Signs in on the page of *Start*, reloads, opens a second tab, and signs out in the first. */
export async function visitStartPage(
  { openTab },
  { url, username, password, signedIn, signedOut, emulator },
) {
  const first = await openTab();
  await first.goto(url);
  await submitSignIn(first, username, password);
  await shows(first, `Hello ${username}`);
  await shows(first, signedIn);
  await assertLive(emulator, username, true);
  await first.reload();
  await shows(first, `Hello ${username}`);

  const second = await openTab();
  await second.goto(url);
  await shows(second, `Hello ${username}`);
  await first.getByRole('button', { name: 'Sign out' }).click();
  await shows(first, signedOut);
  await second.getByRole('button', { name: 'Sign in' }).waitFor();
  await assertLive(emulator, username, false);
}

/** Opens an application that `ng add` was put on, signs in on the way to the page behind the guard, and signs out. */
export async function visitAddedPages({ openTab }, { url, username, password, emulator }) {
  const tab = await openTab();
  await tab.goto(`${url}/`);
  await tab.waitForURL('**/sign-in?*');
  await submitSignIn(tab, username, password);
  await tab.waitForURL('**/account');
  await tab.getByRole('heading', { name: username, exact: true }).waitFor();
  await assertLive(emulator, username, true);
  await tab.goto(`${url}/account`);
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await tab.waitForURL('**/sign-in');
  await assertLive(emulator, username, false);
}

/** Returns what a page writes on its console, once it has written a line that begins so. */
export async function consoleOf({ openTab }, url, last) {
  const tab = await openTab();
  const lines = [];
  const ended = tab.waitForEvent('console', { predicate: (message) => message.text().startsWith(last) });
  tab.on('console', (message) => lines.push(message.text()));
  await tab.goto(url);
  await ended;
  return lines;
}

/** Asks the user pool which tokens of a user it would still accept: some, or none. */
export async function assertLive(emulator, username, isExpected) {
  const response = await fetch(`${emulator}/_emulator/families?username=${username}`);
  const { families } = await response.json();
  assert.notEqual(families.length, 0, `the emulator knows no sign-in of ${username}`);
  const live = families.flatMap(({ liveTokens }) => liveTokens);
  assert.equal(live.length > 0, isExpected, `the emulator accepts ${live.length} tokens of ${username}`);
}

async function submitSignIn(tab, username, password) {
  await tab.getByLabel('User name').fill(username);
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}

const shows = (tab, text) => tab.getByText(text, { exact: true }).waitFor();
