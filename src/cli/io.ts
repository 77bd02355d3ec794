/** The world around the command. */
export interface CliIo {
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Ends the command when it aborts. */
  readonly stop: AbortSignal;
  /** Whether what is written is shown to a person in colours. */
  readonly hasColours: boolean;
  /** Asks a person, and returns the answer; missing where nobody can be asked. Rejects once `stop` has aborted. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder for files that the command writes. */
  readonly folder: string;
}
