// Runs behind the firewall: answers UDP and TCP on the given ports and reports every datagram that arrives.
import dgram from 'node:dgram';
import net from 'node:net';

const [addresses, ports] = JSON.parse(process.argv[2]);
// One socket per address: an answer must leave from the address that was asked.
const ends = addresses.flatMap((address) => ports.map((port) => ({ address, port })));
const ready = ends.map(async ({ address, port }) => {
  const udp = dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4');
  udp.on('message', (message, from) => {
    process.stdout.write(`${message.toString()}\n`);
    udp.send(message, from.port, from.address);
  });
  await new Promise((resolve) => udp.bind(port, address, resolve));
  const tcp = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('hello');
  });
  await new Promise((resolve) => tcp.listen(port, address, resolve));
});
await Promise.all(ready);
process.stdout.write('ready\n');
