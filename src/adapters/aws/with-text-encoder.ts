/** Loads code that does not work without a `TextEncoder`; what brings one is told by a file that hardly anybody loads. */
export const withTextEncoder = <Chunk>(load: () => Promise<Chunk>): Promise<Chunk> =>
  typeof TextEncoder === 'undefined'
    ? import('./no-text-encoder').then(({ noTextEncoderError }) => {
        throw noTextEncoderError();
      })
    : load();
