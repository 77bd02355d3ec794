import type { Report, SummaryRow } from '../bench';
import { table } from '../tables';
import type { OwnWork } from './own-work';
import type { Outcome } from './scenarios';

const OURS = 'rx-cognito';

/** What became of one client under one fault. */
export interface PlayedOutcome extends Outcome {
  readonly fault: string;
  readonly client: string;
}

/** What the bench leaves behind. */
export interface SignOutResults {
  readonly outcomes: readonly PlayedOutcome[];
  readonly ownWork: readonly OwnWork[];
}

/** Whether a client has left somebody behind who can still be that user. */
const hasFailed = ({ left, isSignedIn }: Outcome): boolean => left > 0 || isSignedIn === 'yes';

function text({ outcomes, ownWork }: SignOutResults): string {
  const faultTable = table(
    ['fault', 'client', 'tokens left', 'signed in after', 'told', 'requests', 'clean after', 'told after'],
    outcomes.map(({ fault, client, left, isSignedIn, told, requests, cleanMs, toldMs }) => [
      fault,
      client,
      ...[left, isSignedIn, told, requests, cleanMs, toldMs].map(String),
    ]),
  );
  const ownWorkText = ownWork.map(
    ({ scope, requests, ms, runs }) =>
      `a ${scope} sign-out with ${requests} ${requests === 1 ? 'request' : 'requests'} takes ${ms.toFixed(2)} ms of work of its own (median of ${runs})`,
  );
  return [faultTable, `With a server that answers at once, ${ownWorkText.join('; ')}.`].join('\n\n');
}

const failuresOf = ({ outcomes }: SignOutResults, name: string): number =>
  outcomes.filter(({ client }) => client === name).filter(hasFailed).length;

const clientsOf = ({ outcomes }: SignOutResults): readonly string[] => [
  ...new Set(outcomes.map(({ client }) => client)),
];

const faultsOf = ({ outcomes }: SignOutResults): number => new Set(outcomes.map(({ fault }) => fault)).size;

function rows(results: SignOutResults): readonly SummaryRow[] {
  const peers = clientsOf(results).filter((name) => name !== OURS);
  const [peer = ''] = [...peers].sort((one, other) => failuresOf(results, one) - failuresOf(results, other));
  const of = (name: string): string => `${failuresOf(results, name)} of ${faultsOf(results)}`;
  return [
    {
      place: 8,
      what: 'Sign-outs under a fault after which tokens are left, or somebody is signed in',
      ours: of(OURS),
      peer: `${of(peer)}, ${peer}`,
      limit: '0',
    },
    {
      place: 9,
      what: `Work of its own that a sign-out takes, ${results.ownWork.map(({ scope }) => scope).join(' and ')}`,
      ours: results.ownWork.map(({ ms }) => `${ms.toFixed(2)} ms`).join(', '),
    },
  ];
}

export const report: Report<SignOutResults> = {
  text,
  rows,
  document: 'docs/sign-out.md',
  faults: (results) =>
    failuresOf(results, OURS) > 0 ? ['Ours left tokens, or somebody signed in, after a sign-out.'] : [],
  chart: (results) => ({
    title: `Sign-out under ${faultsOf(results)} faults: how often tokens are left, or somebody is signed in`,
    unit: '',
    groups: [
      {
        name: '',
        bars: clientsOf(results).map((name) => {
          const value = failuresOf(results, name);
          return { name, value, label: `${value} of ${faultsOf(results)}` };
        }),
      },
    ],
  }),
};
