import { type Blowfish, STATE_WORDS, SUBKEYS } from './blowfish.ts';

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

// The locals of both functions: two parameters, the halves of a block, and two addresses.
const [KEY, DATA, L, R, AT, FROM] = [0, 1, 2, 3, 4, 5] as const;
const [BLOCK, TIMES] = [0, 1] as const;

/** What box number `box` has for its byte of the local `x`. */
function look(box: number, x: number): Code {
  // An index of words is an address times four, so the byte stops two bits further left.
  const right = 22 - 8 * box;
  const shift = right > 0 ? [...constant(right), SHIFT_RIGHT] : [...constant(-right), SHIFT_LEFT];
  return [GET, x, ...shift, ...constant(0x3fc), AND, ...load(4 * (SUBKEYS + 256 * box))];
}

/** Encrypts the block in the locals `L` and `R`: sixteen rounds, written out. */
function encipher(): Code {
  const subkey = (at: number, x: number): Code => [
    ...[GET, x, ...constant(0)],
    ...[...load(4 * at), XOR],
  ];
  const code: number[] = [];
  for (let round = 0; round < 16; round++) {
    const [x, y] = round % 2 === 0 ? [L, R] : [R, L];
    code.push(...subkey(round, x), SET, x, GET, y);
    code.push(...look(0, x), ...look(1, x), ADD, ...look(2, x), XOR, ...look(3, x), ADD);
    code.push(XOR, SET, y);
  }
  return [...code, ...subkey(17, R), ...subkey(16, L), SET, R, SET, L];
}

function expandCode(): Code {
  const advance = (bytes: number, end: number): Code => [
    ...[GET, AT, ...constant(bytes), ADD, TEE, AT],
    ...[...constant(end), LESS],
  ];
  const mixKey = [
    GET,
    AT,
    GET,
    AT,
    ...load(0),
    GET,
    AT,
    GET,
    KEY,
    ADD,
    ...load(0),
    XOR,
    ...store(0),
  ];
  const mixBlock = [
    ...[GET, L, GET, DATA, GET, AT, ...constant(8), AND, ADD, TEE, FROM, ...load(0), XOR, SET, L],
    ...[GET, R, GET, FROM, ...load(4), XOR, SET, R],
    ...encipher(),
    ...[GET, AT, GET, L, ...store(0), GET, AT, GET, R, ...store(4)],
  ];
  return [
    ...loopWhile(mixKey, advance(4, 4 * SUBKEYS)),
    ...[...constant(0), SET, AT],
    ...loopWhile(mixBlock, advance(8, 4 * STATE_WORDS)),
  ];
}

function encryptCode(): Code {
  return [
    ...[GET, BLOCK, ...load(0), SET, L, GET, BLOCK, ...load(4), SET, R],
    ...loopWhile(encipher(), [GET, TIMES, ...constant(1), SUBTRACT, TEE, TIMES]),
    ...[GET, BLOCK, GET, L, ...store(0), GET, BLOCK, GET, R, ...store(4)],
  ];
}

/** A module with one page of memory, `x` for `expand` and `e` for `encrypt`, of addresses in bytes. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const locals = list([4, I32]);
  const body = (code: Code) => sized([...locals, ...code, END]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([FUNCTION, ...list([I32], [I32]), ...list()])),
    ...section(3, list([0], [0])),
    ...section(5, list([0, 1])),
    ...section(7, list([...name('x'), 0, 0], [...name('e'), 0, 1], [...name('m'), 2, 0])),
    ...section(10, list(body(expandCode()), body(encryptCode()))),
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
    memory: new Int32Array(m.buffer),
    expand: (key, data) => x(4 * key, 4 * data),
    encrypt: (block, times) => e(4 * block, times),
  };
}
