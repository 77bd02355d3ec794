/** A refusal of the control API. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal';

  constructor(
    readonly status: 400 | 403 | 404 | 405 | 409,
    message: string,
  ) {
    super(message);
  }
}
