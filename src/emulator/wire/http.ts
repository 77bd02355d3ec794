/** An answer before it becomes a `Response`. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The name of the exception, where it is one. */
  readonly error?: string;
}
