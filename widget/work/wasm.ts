import { type Blowfish, LANE_WORDS, STATE_WORDS, SUBKEYS } from './blowfish.ts';

// Numbers of types and instructions: WebAssembly Core Specification 2.0, chapter 5.
const I32 = 0x7f;
const VOID = 0x40;
const FUNCTION = 0x60;
const LOOP = 0x03;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const GET = 0x20;
const SET = 0x21;
const TEE = 0x22;
const LOAD = 0x28;
const STORE = 0x36;
const CONSTANT = 0x41;
const LESS = 0x49;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const AND = 0x71;
const XOR = 0x73;
const SHIFT_LEFT = 0x74;
const SHIFT_RIGHT = 0x76;

type Code = readonly number[];

/** LEB128, for numbers from 0. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** Signed LEB128, which ends with a bit for the sign: here always 0. */
function constant(value: number): Code {
  const bytes: number[] = [CONSTANT];
  let rest = value;
  for (; rest > 63; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

const load = (offset: number): Code => [LOAD, 2, ...unsigned(offset)];
const store = (offset: number): Code => [STORE, 2, ...unsigned(offset)];
const sized = (content: Code): Code => [...unsigned(content.length), ...content];
const list = (...items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const name = (text: string): Code => sized([...text].map((letter) => letter.charCodeAt(0)));
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const loopWhile = (body: Code, condition: Code): Code => [
  ...[LOOP, VOID, ...body, ...condition],
  ...[BRANCH_IF, 0, END],
];

/**
 * Hashes at a time. One alone waits for its own looks into the boxes most of the time; a processor that
 * runs ahead does the others' meanwhile. Three take a quarter more than one; four have too few registers.
 */
const LANES = 3;
const LANE_BYTES = 4 * LANE_WORDS;
const lanes = <T>(each: (lane: number) => readonly T[]): T[] =>
  Array.from({ length: LANES }, (_, lane) => each(lane)).flat();

// The locals of both functions: two parameters, two addresses, and the halves of a block in each lane.
const [KEY, DATA, AT, FROM] = [0, 1, 2, 3] as const;
const [BLOCK, TIMES] = [0, 1] as const;
const left = (lane: number): number => 4 + 2 * lane;
const right = (lane: number): number => 5 + 2 * lane;
const LOCALS = 2 + 2 * LANES;

/** What box number `box` has for its byte of the local `x`. */
function look(box: number, x: number, lane: number): Code {
  // An index of words is an address times four, so the byte stops two bits further left.
  const bits = 22 - 8 * box;
  const shift = bits > 0 ? [...constant(bits), SHIFT_RIGHT] : [...constant(-bits), SHIFT_LEFT];
  const at = LANE_BYTES * lane + 4 * (SUBKEYS + 256 * box);
  return [GET, x, ...shift, ...constant(0x3fc), AND, ...load(at)];
}

/** The local `x`, mixed with a subkey. */
function mixed(x: number, subkey: number, lane: number): Code {
  return [GET, x, ...constant(0), ...load(LANE_BYTES * lane + 4 * subkey), XOR];
}

/** Encrypts the blocks in the locals of the lanes: sixteen rounds, written out. */
function encipher(): Code {
  const rounds = Array.from({ length: 16 }, (_, round) =>
    lanes((lane) => {
      const [x, y] = round % 2 === 0 ? [left(lane), right(lane)] : [right(lane), left(lane)];
      return [
        ...[...mixed(x, round, lane), SET, x, GET, y],
        ...[...look(0, x, lane), ...look(1, x, lane), ADD, ...look(2, x, lane), XOR],
        ...[...look(3, x, lane), ADD, XOR, SET, y],
      ];
    }),
  );
  const exchange = lanes((lane) => [
    ...mixed(right(lane), 17, lane),
    ...mixed(left(lane), 16, lane),
    ...[SET, right(lane), SET, left(lane)],
  ]);
  return [...rounds.flat(), ...exchange];
}

/** Writes the blocks of the lanes to the address in a local. */
function storeBlocks(address: number): Code {
  return lanes((lane) => [
    ...[GET, address, GET, left(lane), ...store(LANE_BYTES * lane)],
    ...[GET, address, GET, right(lane), ...store(LANE_BYTES * lane + 4)],
  ]);
}

function expandCode(encipherBlocks: Code): Code {
  const advance = (bytes: number, end: number): Code => [
    ...[GET, AT, ...constant(bytes), ADD, TEE, AT],
    ...[...constant(end), LESS],
  ];
  const mixKey = lanes((lane) => {
    const at = LANE_BYTES * lane;
    return [
      ...[GET, AT, GET, AT, ...load(at)],
      ...[GET, AT, GET, KEY, ADD, ...load(at), XOR, ...store(at)],
    ];
  });
  const mixBlocks = lanes((lane) => [
    ...[GET, left(lane), GET, FROM, ...load(LANE_BYTES * lane), XOR, SET, left(lane)],
    ...[GET, right(lane), GET, FROM, ...load(LANE_BYTES * lane + 4), XOR, SET, right(lane)],
  ]);
  return [
    ...loopWhile(mixKey, advance(4, 4 * SUBKEYS)),
    ...[...constant(0), SET, AT],
    ...loopWhile(
      [
        ...[GET, DATA, GET, AT, ...constant(8), AND, ADD, SET, FROM],
        ...[...mixBlocks, ...encipherBlocks, ...storeBlocks(AT)],
      ],
      advance(8, 4 * STATE_WORDS),
    ),
  ];
}

function encryptCode(encipherBlocks: Code): Code {
  const loadBlocks = lanes((lane) => [
    ...[GET, BLOCK, ...load(LANE_BYTES * lane), SET, left(lane)],
    ...[GET, BLOCK, ...load(LANE_BYTES * lane + 4), SET, right(lane)],
  ]);
  return [
    ...loadBlocks,
    ...loopWhile(encipherBlocks, [GET, TIMES, ...constant(1), SUBTRACT, TEE, TIMES]),
    ...storeBlocks(BLOCK),
  ];
}

/** A module with one page of memory, `x` for `expand` and `e` for `encrypt`, of addresses in bytes. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const locals = list([LOCALS, I32]);
  const rounds = encipher();
  const body = (code: Code) => sized([...locals, ...code, END]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([FUNCTION, ...list([I32], [I32]), ...list()])),
    ...section(3, list([0], [0])),
    ...section(5, list([0, 1])),
    ...section(7, list([...name('x'), 0, 0], [...name('e'), 0, 1], [...name('m'), 2, 0])),
    ...section(10, list(body(expandCode(rounds)), body(encryptCode(rounds)))),
  ]);
}

/** As much of the global as is used here: Node, where tests run this, has it, but no types for it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};

interface Exports {
  x(key: number, data: number): void;
  e(block: number, times: number): void;
  readonly m: { readonly buffer: ArrayBuffer };
}

/**
 * Blowfish in WebAssembly, which is put together here: neither a compiler nor a binary is part of the
 * build. Throws where a page's policy forbids it (`script-src` without `wasm-unsafe-eval`).
 */
export function createWasmBlowfish(): Blowfish {
  const module = new WebAssembly.Module(moduleBytes());
  const { x, e, m } = new WebAssembly.Instance(module).exports;
  return {
    lanes: LANES,
    memory: new Int32Array(m.buffer),
    expand: (key, data) => x(4 * key, 4 * data),
    encrypt: (block, times) => e(4 * block, times),
  };
}
