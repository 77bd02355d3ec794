import type { Finding, FindingSeverity } from '../../doctor/finding';
import type { NotLookedAt } from './look';
import { createPaint, printable, wrapped, type Paint } from './text';

const SEVERITIES: readonly FindingSeverity[] = ['error', 'warning', 'note'];
const COLOURS = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

// Whoever runs the command need not have the package's folder at hand.
const DOCUMENT = 'https://github.com/rx-cognito/rx-cognito/blob/main/docs/doctor.md';

/** What the report is about. */
export interface Reported {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly findings: readonly Finding[];
  readonly notLookedAt: readonly NotLookedAt[];
}

/** Writes the findings for a terminal of 80 columns. */
export function report(reported: Reported, hasColours: boolean): string {
  const { userPoolId, userPoolClientId, findings, notLookedAt } = reported;
  const paint = createPaint(hasColours);
  const head = `${paint('bold', 'rx-cognito doctor')}\n${wrapped(`app client ${userPoolClientId}`)}${wrapped(`of user pool ${userPoolId}`)}`;
  return [
    head,
    ...findings.map((finding) => section(finding, paint)),
    ...(notLookedAt.length > 0 ? [unknowns(notLookedAt, paint)] : []),
    summary(findings, notLookedAt),
  ].join('\n');
}

function section({ id, severity, setting, found, why, fix }: Finding, paint: Paint): string {
  const label = paint(COLOURS[severity], severity.toUpperCase().padEnd(8));
  return [
    `${label} ${paint('bold', id)}\n`,
    wrapped(`${setting}: ${found}`, '  '),
    '\n',
    wrapped(why, '  '),
    '\n',
    fixText(fix),
    '\n',
    paint('dim', `  ${DOCUMENT}#${id}`),
    '\n',
  ].join('');
}

// A command keeps its lines, so that it can be copied.
function fixText(fix: string): string {
  if (!/^(aws|npx) /.test(fix)) return wrapped(fix, '  ');
  return fix
    .split('\n')
    .map((line) => `    ${printable(line)}\n`)
    .join('');
}

function unknowns(notLookedAt: readonly NotLookedAt[], paint: Paint): string {
  const each = notLookedAt.map(
    ({ call, reason, settings }) =>
      `  ${paint('bold', call)}\n${wrapped(reason, '    ')}${wrapped(`not known: ${settings.join(', ')}`, '    ')}`,
  );
  return `${paint('yellow', 'NOT LOOKED AT')}\n${each.join('')}`;
}

function summary(findings: readonly Finding[], notLookedAt: readonly NotLookedAt[]): string {
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  const calls = notLookedAt.length === 1 ? '1 call' : `${notLookedAt.length} calls`;
  return `${counts.join(', ')}${notLookedAt.length > 0 ? `; ${calls} brought nothing` : ''}.\n`;
}
