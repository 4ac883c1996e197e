// What is done inside of Redis: each script is one atomic step. Instants pass through as text, since Lua would write a large number as 1.7e+12.

const places = `
-- Where a row is found: the key of a sorted set, the score and the member. ARGV[1] is the prefix of all keys.
local function places(row)
  local found, prefix = {}, ARGV[1]
  local place, id, queue, status, dueAt, requester, attention =
    unpack(redis.call('HMGET', row, 'place', 'id', 'queue', 'status', 'dueAt', 'requesterId', 'attention'))
  local function add(key, score, member) found[#found + 1] = { prefix .. key, score, member } end
  if not place then return found end
  for _, key in ipairs({ 'all', 'queue:' .. queue, 'status:' .. status, 'queue:' .. queue .. ':' .. status }) do
    add(key, 0, place)
  end
  if requester then add('requesterId:' .. requester, 0, place) end
  if attention then add('attention:' .. attention, 0, place) end
  if dueAt then add('due:' .. queue, dueAt, id) end
  return found
end
`;

/** KEYS: the row. ARGV: prefix, expected version, then each field that is not null and its value. */
export const put = `${places}
local row = KEYS[1]
if (redis.call('HGET', row, 'version') or '0') ~= ARGV[2] then return 0 end
local old = places(row)
-- the first write: where memory is short this one is refused, and the script with it; later ones would not be
redis.call('HSET', row, unpack(ARGV, 3))
redis.call('DEL', row)
redis.call('HSET', row, unpack(ARGV, 3))
for _, at in ipairs(old) do redis.call('ZREM', at[1], at[3]) end
for _, at in ipairs(places(row)) do redis.call('ZADD', at[1], at[2], at[3]) end
return 1
`;

/** KEYS: what is due in the queue. ARGV: prefix, now, most rows, lease token, end of the lease. */
export const claimDue = `
local rows = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
  local row = ARGV[1] .. 'row:' .. id
  -- a row that someone deleted by hand must not come back as half of one
  if redis.call('EXISTS', row) == 0 then
    redis.call('ZREM', KEYS[1], id)
  else
    redis.call('HSET', row, 'leaseToken', ARGV[4], 'leaseUntil', ARGV[5], 'dueAt', ARGV[5])
    redis.call('HINCRBY', row, 'claimCount', 1)
    redis.call('HINCRBY', row, 'version', 1)
    redis.call('ZADD', KEYS[1], ARGV[5], id)
    rows[#rows + 1] = redis.call('HGETALL', row)
  end
end
return rows
`;

/**
 * KEYS: the sorted set to read. ARGV: prefix, where to begin, most rows, most places to look at, then fields and the values wanted.
 * The answer is rows, and where to go on; no script looks at more places than it was told, since nobody else is served meanwhile.
 */
export const list = `
local function matches(row)
  for at = 5, #ARGV, 2 do
    if redis.call('HGET', row, ARGV[at]) ~= ARGV[at + 1] then return false end
  end
  return true
end
local rows, from, most = {}, ARGV[2], tonumber(ARGV[3])
local seen = redis.call('ZRANGE', KEYS[1], from, '-', 'BYLEX', 'REV', 'LIMIT', 0, ARGV[4])
for _, place in ipairs(seen) do
  if #rows == most then break end
  -- sixteen digits and a point stand before the id
  local row = ARGV[1] .. 'row:' .. place:sub(18)
  if redis.call('EXISTS', row) == 1 and matches(row) then rows[#rows + 1] = redis.call('HGETALL', row) end
  from = '(' .. place
end
return { rows, #seen == tonumber(ARGV[4]) and from or false }
`;
