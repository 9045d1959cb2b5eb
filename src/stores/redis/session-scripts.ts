import { KEEP, script } from "./script.ts";

// KEYS of all: [1] the user's sessions, a hash of id → JSON; [2] when they expire, a sorted set of id by expiresAt.
// The second finds the expired ones without reading them all; only the first decides what is live.

const SESSIONS = `${KEEP}
local function live(id, now)
  local text = redis.call('HGET', KEYS[1], id)
  local session = text and cjson.decode(text)
  if session and session.expiresAt > now then return session end
end

local function write(session, id)
  -- cjson keeps 14 digits of a number, which covers milliseconds until the year 5138, and would make {} of an empty list.
  if session.retiring and #session.retiring == 0 then session.retiring = nil end
  local text = cjson.encode(session)
  redis.call('HSET', KEYS[1], id, text)
  return text
end

local function remove(id)
  redis.call('ZREM', KEYS[2], id)
  return redis.call('HDEL', KEYS[1], id)
end

local function expire(id, now, expiresAt)
  redis.call('ZADD', KEYS[2], expiresAt, id)
  keep(KEYS[1], expiresAt - now)
  keep(KEYS[2], expiresAt - now)
end
`;

// ARGV: id, session, now, expiresAt, how many there may be. Returns 0 when the id is taken.
export const CREATE = script(`${SESSIONS}
local now, most = tonumber(ARGV[3]), tonumber(ARGV[5])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do remove(id) end
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
expire(ARGV[1], now, tonumber(ARGV[4]))
if redis.call('HLEN', KEYS[1]) <= most then return 1 end

local others = {}
for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
  local session = id ~= ARGV[1] and live(id, now)
  if session then others[#others + 1] = { id, session.lastUsedAt, session.createdAt } end
end
table.sort(others, function(a, b)
  if a[2] ~= b[2] then return a[2] > b[2] end
  if a[3] ~= b[3] then return a[3] > b[3] end
  return a[1] > b[1]
end)
for i = most, #others do remove(others[i][1]) end
return 1
`);

// ARGV: id, at, ip
export const TOUCH = script(`${SESSIONS}
local at = tonumber(ARGV[2])
local session = live(ARGV[1], at)
if session and session.lastUsedAt <= at then
  session.lastUsedAt, session.ip = at, ARGV[3]
  write(session, ARGV[1])
end
`);

// ARGV: id, generation, now, graceMs, expiresAt, whenReplaced. Returns the outcome and, unless it has ended, the session.
export const ROTATE = script(`${SESSIONS}
local id, generation, now = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local graceMs, expiresAt = tonumber(ARGV[4]), tonumber(ARGV[5])
local session = live(id, now)
if not session then return { 'gone' } end

local retiring = {}
for _, retired in ipairs(session.retiring or {}) do
  if retired[2] > now then retiring[#retiring + 1] = retired end
end
if generation == session.generation then
  if graceMs > 0 then retiring[#retiring + 1] = { generation, now + graceMs } end
  session.generation, session.expiresAt, session.retiring = generation + 1, expiresAt, retiring
  local text = write(session, id)
  if expiresAt > now then expire(id, now, expiresAt) else remove(id) end
  return { 'rotated', text }
end
for _, retired in ipairs(retiring) do
  if retired[1] == generation then return { 'in-grace', cjson.encode(session) } end
end
if ARGV[6] == 'keep' and generation < session.generation then
  session.expiresAt, session.retiring = expiresAt, retiring
  local text = write(session, id)
  if expiresAt > now then expire(id, now, expiresAt) else remove(id) end
  return { 'stands', text }
end
remove(id)
return { 'reused' }
`);

// ARGV: id, now. Returns 1 when it was live.
export const END = script(`${SESSIONS}
local session = live(ARGV[1], tonumber(ARGV[2]))
remove(ARGV[1])
return session and 1 or 0
`);

// ARGV: now, the id to spare or '', its new stamp. Returns how many were live.
export const END_ALL = script(`${SESSIONS}
local now, ended = tonumber(ARGV[1]), 0
local spared = live(ARGV[2], now)
if spared then
  spared.stamp = ARGV[3]
  write(spared, ARGV[2])
end
for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
  if id ~= ARGV[2] then
    if live(id, now) then ended = ended + 1 end
    remove(id)
  end
end
return ended
`);
