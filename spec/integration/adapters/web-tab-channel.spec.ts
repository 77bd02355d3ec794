import { firstValueFrom } from 'rxjs';
import { createWebTabChannel } from '../../../src/adapters/web/web-tab-channel';

describe('createWebTabChannel', () => {
  it('is heard over a real BroadcastChannel that is closed right after the message', async () => {
    const name = `rx-cognito.spec.${process.pid}`;
    const listener = createWebTabChannel(name, { storageKey: 'key' });
    const speaker = createWebTabChannel(name, { storageKey: 'key' });
    const heard = firstValueFrom(listener.hints$);
    speaker.announce();
    await expect(heard).resolves.toBeUndefined();
  });
});
