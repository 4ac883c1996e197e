/** The secret of the vector that Standard Webhooks publishes, and two that were made for these tests. */
export const publishedSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const oldSecret = `whsec_${Buffer.alloc(32, 'old key ').toString('base64')}`;
export const newSecret = `whsec_${Buffer.alloc(32, 'new key ').toString('base64')}`;

/** The published vector: https://github.com/standard-webhooks/standard-webhooks */
export const vector = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
} as const;
