import { ask, type Asked } from '../../ask';
import type { TestPool } from '../../fixture';

/** Asks an operation of an administrator's, about alice where nobody else is named. */
export const admin = (
  pool: TestPool,
  operation: Parameters<typeof ask>[1],
  input: object = {},
): Promise<Asked> => ask(pool, operation, { UserPoolId: pool.userPoolId, Username: 'alice', ...input });

/** Names the users of an answer. */
export const namesIn = ({ body }: Asked): readonly string[] =>
  (body['Users'] as readonly { readonly Username: string }[]).map(({ Username }) => Username);
