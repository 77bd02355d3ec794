/** Returns an error as a line; of ours with what to do. */
export function shownFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const suggestion = 'recoverySuggestion' in error ? String(error.recoverySuggestion) : '';
  return [`${codeOf(error)}: ${error.message}`, suggestion].filter(Boolean).join(' ');
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name);
