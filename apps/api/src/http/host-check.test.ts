import { refusal } from './host-check.js';

const loopback = { host: '127.0.0.1', allowedHosts: [] };

describe('host check', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])('answers to %s', (host) => {
    expect(refusal({ host }, loopback)).toBeUndefined();
  });

  it.each(['evil.example:3000', 'localhost.evil.example', '169.254.1.1', '', undefined])(
    'refuses the host %s',
    (host) => {
      expect(refusal({ host }, loopback)).toBeDefined();
    },
  );

  it('answers to names the settings allow', () => {
    expect(
      refusal({ host: 'ring.example.org' }, { host: '0.0.0.0', allowedHosts: ['ring.example.org'] }),
    ).toBeUndefined();
  });

  it('accepts the same origin', () => {
    expect(refusal({ host: 'localhost:3000', origin: 'http://localhost:3000' }, loopback)).toBeUndefined();
  });

  it.each(['http://evil.example', 'http://localhost:4000', 'null', 'http://'])(
    'refuses the origin %s',
    (origin) => {
      expect(refusal({ host: 'localhost:3000', origin }, loopback)).toBeDefined();
    },
  );
});
