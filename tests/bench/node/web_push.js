// The peer of push_send: npm web-push as its README shows it, with a keep-alive agent.
// `node web_push.js` reads a JSON line {base, plaintext, subscriptions} and then a number of
// messages from each further line; it answers each with messages per second of its own CPU time.
'use strict';
const https = require('node:https');
const readline = require('node:readline');
const webPush = require('web-push');

const AT_ONCE = 100;
const keys = webPush.generateVAPIDKeys();
const agent = new https.Agent({ keepAlive: true, maxSockets: AT_ONCE });
const options = {
  agent,
  TTL: 3600,
  urgency: 'high',
  topic: 'abcdefghijklmnopqrstuvwxyz012345',
  vapidDetails: { subject: 'mailto:ops@example.org', ...keys },
};

async function send({ plaintext, subscriptions }, count) {
  let next = 0;
  const work = async () => {
    while (next < count) {
      const subscription = subscriptions[next++ % subscriptions.length];
      const answer = await webPush.sendNotification(subscription, plaintext, options);
      if (answer.statusCode !== 201) throw new Error(`answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function measured(job, count) {
  const before = process.cpuUsage();
  await send(job, count);
  const { user, system } = process.cpuUsage(before);
  return (count * 1e6) / (user + system);
}

async function main() {
  let job;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (job) {
      console.log(await measured(job, Number(line)));
    } else {
      job = JSON.parse(line);
      await send(job, 300);
    }
  }
  agent.destroy();
}

main();
