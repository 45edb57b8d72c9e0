// The AWS SDK for JavaScript over more load balancers than a page holds: paginators, waiters, and an error's class.
// Arguments: the endpoint, how many load balancers, a subnet.
const assert = require('node:assert');
const sdk = require('@aws-sdk/client-elastic-load-balancing-v2');

const [endpoint, wanted, subnet] = process.argv.slice(2);
const client = new sdk.ElasticLoadBalancingV2Client({
  endpoint,
  region: 'us-west-2',
  credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
});
const create = (Name) =>
    client.send(new sdk.CreateLoadBalancerCommand({Name, Type: 'network', Scheme: 'internal', Subnets: [subnet]}));

async function pagesOf(PageSize) {
  const pages = [];
  for await (const page of sdk.paginateDescribeLoadBalancers({client}, {PageSize})) pages.push(page.LoadBalancers);
  return pages;
}

async function main() {
  const count = Number(wanted);
  const names = Array.from({length: count}, (_, i) => `js-${String(i).padStart(4, '0')}`);
  for (const name of names) await create(name);
  for (const size of [7, 100, 400]) {
    const pages = await pagesOf(size);
    assert.deepStrictEqual(pages.flat().map((lb) => lb.LoadBalancerName).sort(), names);
    assert.strictEqual(pages.length, Math.ceil(count / size));
  }
  const waiter = {client, minDelay: 1, maxDelay: 2, maxWaitTime: 60};
  const available = await sdk.waitUntilLoadBalancerAvailable(waiter, {Names: names.slice(0, 20)});
  assert.strictEqual(available.state, 'SUCCESS');
  await assert.rejects(create('one-too-many'), sdk.TooManyLoadBalancersException);

  const all = (await pagesOf(400)).flat();
  assert.ok(all.every((lb) => lb.State.Code && lb.CreatedTime instanceof Date));
  for (const {LoadBalancerArn} of all) await client.send(new sdk.DeleteLoadBalancerCommand({LoadBalancerArn}));
  const LoadBalancerArns = [all[0].LoadBalancerArn];
  assert.strictEqual((await sdk.waitUntilLoadBalancersDeleted(waiter, {LoadBalancerArns})).state, 'SUCCESS');
  assert.deepStrictEqual((await pagesOf(400)).flat(), []);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
