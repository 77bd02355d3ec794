import type { Page } from './page';

/** How long a sign-in that was left for may be come back to, milliseconds. */
const SIGN_IN_MS = 24 * 60 * 60_000;

/** What a sign-in that left this page needs when it comes back. */
export interface SignInRecord {
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUrl: string;
  readonly epoch?: string | undefined;
  readonly customState?: string | undefined;
  /** When the page was left, epoch milliseconds. */
  readonly leftAt: number;
}

/** The sign-ins that left this tab, by their states. Each is answered once. */
export interface SignInRecords {
  /** Keeps one; says whether that was possible. */
  keep(state: string, record: SignInRecord): boolean;
  /** Returns the one of a state, if it is to come back to this place, and forgets it. */
  take(state: string, isHere: (redirectUrl: string) => boolean): SignInRecord | undefined;
}

type Records = Readonly<Partial<Record<string, SignInRecord>>>;

/** Creates the records over what the tab stores. */
export function createSignInRecords(page: Page, clientId: string, now: () => number): SignInRecords {
  const key = `rx-cognito.${clientId}.redirects`;
  const read = (): Records => {
    try {
      const records = Object.entries<SignInRecord>(JSON.parse(page.read(key) ?? '{}') as object as never);
      const isLive = ({ leftAt, redirectUrl }: SignInRecord): boolean =>
        typeof redirectUrl === 'string' && now() - leftAt < SIGN_IN_MS;
      // Without a prototype: whoever forges a state may call it `constructor`.
      return Object.assign(
        Object.create(null),
        Object.fromEntries(records.filter(([, record]) => isLive(record))),
      ) as Records;
    } catch {
      return Object.create(null) as Records;
    }
  };
  return {
    keep: (state, record) => page.write(key, JSON.stringify({ ...read(), [state]: record })),
    take: (state, isHere) => {
      const { [state]: record, ...others } = read();
      if (!record || !isHere(record.redirectUrl)) return undefined;
      page.write(key, Object.keys(others).length > 0 ? JSON.stringify(others) : undefined);
      return record;
    },
  };
}
