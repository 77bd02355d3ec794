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

/** Creates the records over what the tab stores. */
export function createSignInRecords(page: Page, clientId: string, now: () => number): SignInRecords {
  const key = `rx-cognito.${clientId}.redirects`;
  const isLive = ({ leftAt, redirectUrl }: SignInRecord): boolean =>
    typeof redirectUrl === 'string' && now() - leftAt < SIGN_IN_MS;
  const read = (): Map<string, SignInRecord> => {
    try {
      const records = Object.entries<SignInRecord>(JSON.parse(page.read(key) ?? '{}') as object as never);
      return new Map(records.filter(([, record]) => isLive(record)));
    } catch {
      return new Map();
    }
  };
  const write = (records: Map<string, SignInRecord>): boolean =>
    page.write(key, records.size > 0 ? JSON.stringify(Object.fromEntries(records)) : undefined);
  return {
    keep: (state, record) => write(read().set(state, record)),
    take: (state, isHere) => {
      const records = read();
      const record = records.get(state);
      if (!record || !isHere(record.redirectUrl)) return undefined;
      records.delete(state);
      write(records);
      return record;
    },
  };
}
