import type { Packet } from '@ringcheck/firewall';
import fc from 'fast-check';

/** A world small enough to try every packet: four clients, four servers, five ports, two protocols. */
export const clients = [0, 1, 2, 3].map((last) => `10.0.0.${last}`);
export const servers = [0, 1, 2, 3].map((last) => `8.0.0.${last}`);
export const firstPort = 99;
export const lastPort = 103;

export interface Condition {
  /** Last byte and prefix length; null for any. */
  readonly source: readonly [number, number] | null;
  readonly destination: readonly [number, number] | null;
  readonly protocol: 'tcp' | 'udp' | null;
  /** Inclusive; only with a protocol. */
  readonly ports: readonly [number, number] | null;
}

export interface SimpleRule extends Condition {
  readonly allows: boolean;
}

/** A packet in numbers, which is all the interpreters look at. */
export interface Tried {
  readonly packet: Packet;
  readonly source: number;
  readonly destination: number;
  readonly port: number;
  readonly isLater: boolean;
}

export function* everyPacket(withLater: boolean): Generator<Tried> {
  for (const [source, sourceText] of clients.entries())
    for (const [destination, destinationText] of servers.entries())
      for (let port = firstPort; port <= lastPort; port += 1)
        for (const protocol of ['tcp', 'udp'] as const)
          for (const isLater of withLater ? [false, true] : [false])
            yield {
              source,
              destination,
              port,
              isLater,
              packet: {
                protocol,
                source: sourceText,
                sourcePort: 50000,
                destination: destinationText,
                destinationPort: port,
                state: isLater ? 'established' : 'new',
              },
            };
}

/** Packets of the world and of all that lies around it: beside each address, each port and both protocols. */
export function* everyKind(): Generator<Tried> {
  const around = [0, 1, 2, 3, 100];
  const ports = Array.from({ length: 12 }, (_, index) => 97 + index);
  for (const source of around)
    for (const destination of around)
      for (const port of ports)
        for (const protocol of ['tcp', 'udp', 'icmp'] as const)
          for (const isLater of [false, true])
            yield {
              source,
              destination,
              port,
              isLater,
              packet: {
                protocol,
                source: `10.0.0.${source}`,
                sourcePort: 50000,
                destination: `8.0.0.${destination}`,
                destinationPort: port,
                state: isLater ? 'established' : 'new',
              },
            };
}

export function holds(condition: Condition, { packet, source, destination, port }: Tried): boolean {
  const within = (side: readonly [number, number] | null, value: number): boolean =>
    side === null || side[0] >> (32 - side[1]) === value >> (32 - side[1]);
  return (
    within(condition.source, source) &&
    within(condition.destination, destination) &&
    (condition.protocol === null || condition.protocol === packet.protocol) &&
    (condition.ports === null || (condition.ports[0] <= port && port <= condition.ports[1]))
  );
}

/** Small policies shrink well; large ones are cut into cells, where their rules are narrow enough to stay alive. */
export interface Size {
  readonly minLength: number;
  readonly maxLength: number;
}

export const small: Size = { minLength: 0, maxLength: 7 };
export const large: Size = { minLength: 150, maxLength: 300 };

function anySide(isNarrow: boolean): fc.Arbitrary<readonly [number, number] | null> {
  return fc.option(
    fc
      .tuple(fc.nat(3), isNarrow ? fc.constantFrom(31, 32, 32) : fc.constantFrom(30, 31, 32))
      .map(([last, bits]): readonly [number, number] => [(last >> (32 - bits)) << (32 - bits), bits]),
    { freq: isNarrow ? 60 : 2 },
  );
}

export function anyCondition(size: Size): fc.Arbitrary<Condition> {
  const isNarrow = size.minLength > 0;
  return fc
    .record({
      source: anySide(isNarrow),
      destination: anySide(isNarrow),
      protocol: fc.option(fc.constantFrom<'tcp' | 'udp'>('tcp', 'udp'), { freq: isNarrow ? 60 : 3 }),
      ports: fc.option(fc.tuple(fc.integer({ min: 98, max: 104 }), fc.nat(isNarrow ? 1 : 3)), {
        freq: isNarrow ? 60 : 2,
      }),
    })
    .map(({ source, destination, protocol, ports }) => ({
      source,
      destination,
      protocol,
      ports: ports === null || protocol === null ? null : [ports[0], ports[0] + ports[1]],
    }));
}

export function anyRule(size: Size): fc.Arbitrary<SimpleRule> {
  return fc.tuple(anyCondition(size), fc.boolean()).map(([condition, allows]) => ({ ...condition, allows }));
}

export function prefix(
  network: '10.0.0' | '8.0.0',
  side: readonly [number, number] | null,
): string | undefined {
  return side === null ? undefined : `${network}.${side[0]}/${side[1]}`;
}

/** The first rule that holds decides. */
export function firstMatch(rules: readonly SimpleRule[], tried: Tried, otherwise: boolean): boolean {
  return rules.find((rule) => holds(rule, tried))?.allows ?? otherwise;
}
