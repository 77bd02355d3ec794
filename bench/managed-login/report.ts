import type { Report } from '../bench';
import { table } from '../tables';
import type { Remains } from './scenarios';

const OURS = 'rx-cognito';

/** What one client left under one fault. */
export interface PlayedRemains extends Remains {
  readonly fault: string;
  readonly peer: string;
}

/** What the bench leaves behind. */
export interface ManagedLoginResults {
  readonly remains: readonly PlayedRemains[];
}

const text = ({ remains }: ManagedLoginResults): string =>
  table(
    ['fault', 'client', 'sessions left at the server', 'tokens left here', 'browser', 'page ends at', 'told'],
    remains.map(({ fault, peer, server, client, cookie, endsAt, told }) =>
      [fault, peer, server, client, cookie, endsAt, told].map(String),
    ),
  );

function faults({ remains }: ManagedLoginResults): readonly string[] {
  const ours = remains.filter(({ peer }) => peer === OURS);
  return [
    ...ours.filter(({ client }) => client > 0).map(({ fault }) => `Ours left tokens here: ${fault}.`),
    // Complete is what left nothing anywhere, and nothing else.
    ...ours
      .filter(
        ({ told, server, cookie }) =>
          (told === 'complete') !== (server === 0 && cookie === 'signed out') || told === 'nothing',
      )
      .map(({ fault, told }) => `Ours told "${told}": ${fault}.`),
  ];
}

export const report: Report<ManagedLoginResults> = { text, faults, document: 'docs/sign-out.md' };
