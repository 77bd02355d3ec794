/** What the API answers. */
export interface OrdersAnswer {
  readonly servedTo: string;
  /** When the token expires that came with the request, epoch milliseconds. */
  readonly tokenExpiresAt: number;
  readonly orders: readonly {
    readonly number: string;
    readonly title: string;
    readonly placedOn: string;
    readonly status: string;
  }[];
}
