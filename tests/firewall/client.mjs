// Runs in front of the firewall: per line of input a JSON list of packets to send; per packet one word of output.
// UDP answers come back over the same socket; TCP counts as through when the server's greeting arrives, which needs
// the packets after the first as well.
import dgram from 'node:dgram';
import net from 'node:net';
import readline from 'node:readline';

const quiet = 350;

function sendUdp(packets) {
  const sockets = new Map();
  const answered = new Set();
  const open = async (source, port) => {
    const socket = dgram.createSocket(source.includes(':') ? 'udp6' : 'udp4');
    socket.on('error', () => undefined);
    socket.on('message', (message) => answered.add(message.toString()));
    await new Promise((resolve) => socket.bind(port, source, resolve));
    return socket;
  };
  return (async () => {
    for (const { source, sourcePort } of packets) {
      const key = `${source} ${sourcePort}`;
      if (!sockets.has(key)) sockets.set(key, await open(source, sourcePort));
    }
    for (const packet of packets) {
      const socket = sockets.get(`${packet.source} ${packet.sourcePort}`);
      await new Promise((resolve) =>
        socket.send(packet.id, packet.destinationPort, packet.destination, () => resolve()),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, quiet));
    for (const socket of sockets.values()) socket.close();
    return answered;
  })();
}

function connect(packet) {
  return new Promise((resolve) => {
    const socket = net.connect({
      host: packet.destination,
      port: packet.destinationPort,
      localAddress: packet.source,
      localPort: packet.sourcePort,
    });
    const done = (isThrough) => {
      socket.destroy();
      resolve(isThrough);
    };
    socket.setTimeout(quiet * 2, () => done(false));
    socket.on('data', () => done(true));
    socket.on('error', () => done(false));
  });
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const packets = JSON.parse(line);
  const tcp = packets.filter((packet) => packet.protocol === 'tcp');
  const [answered, connected] = await Promise.all([
    sendUdp(packets.filter((packet) => packet.protocol === 'udp')),
    Promise.all(tcp.map(async (packet) => ((await connect(packet)) ? packet.id : undefined))),
  ]);
  process.stdout.write(`${JSON.stringify([...answered, ...connected.filter((id) => id !== undefined)])}\n`);
}
