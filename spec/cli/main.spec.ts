import { command } from './command';

describe('run', () => {
  it('explains every command (#13)', async () => {
    const { code, out } = await command(['--help']);

    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: rx-cognito emulator[^]*Usage: rx-cognito doctor/);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('explains one command (#13)', async () => {
    expect((await command(['doctor', '-h'])).out).toMatch(/^Usage: rx-cognito doctor/);
  });

  it.each([
    [[], 'There is no command ""'],
    [['serve'], 'There is no command "serve"'],
  ])('refuses %j, and says what there is (#13)', async (argv, message) => {
    const { code, error } = await command(argv);

    expect(code).toBe(2);
    expect(error).toContain(message);
    expect(error).toMatch(/Usage: rx-cognito emulator[^]*Usage: rx-cognito doctor/);
  });
});
