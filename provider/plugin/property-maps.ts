import type { ServiceDefinition } from "@grpc/grpc-js";
import type proto from "@pulumi/pulumi/proto/provider_pb.js";
import { BackwardWriter } from "./backward-writer.js";
import { WireReader } from "./wire-reader.js";

// Property maps are nearly all that a message of a large set holds. The generated code would make an object of each of
// their values; here it reads and writes the rest of a message, and the maps go past it as bytes.

/** The numbers of the fields that hold property maps, by name. Source: pulumi/provider.proto. */
const CHECK = { olds: 2, news: 3, oldOutputs: 9 } as const;
const CHECKED = { inputs: 1 } as const;
const DIFF = { olds: 3, news: 4, oldInputs: 6 } as const;
const ARGS = { args: 2 } as const;
const CREATE = { properties: 2 } as const;
const READ = { properties: 3, inputs: 4 } as const;
const FOUND = { properties: 2, inputs: 3 } as const;
const UPDATE = { olds: 3, news: 4, oldInputs: 8 } as const;
const UPDATED = { properties: 1 } as const;
const DELETE = { properties: 3, oldInputs: 5 } as const;
const INVOKED = { return: 1 } as const;
const LIST = { query: 2 } as const;
export const INIT_FAILED = { properties: 2, inputs: 4 } as const;

/** A message beside the bytes of its property maps, each a google.protobuf.Struct. Its own fields for them are empty. */
type WithMaps<Message, Fields extends FieldNumbers> = Omit<
  Message,
  `${"get" | "set" | "has" | "clear"}${Capitalize<keyof Fields & string>}`
> & { readonly maps: Maps<Fields> };

type FieldNumbers = Readonly<Record<string, number>>;
type Maps<Fields extends FieldNumbers> = { readonly [Name in keyof Fields]?: Buffer | undefined };

export type CheckRequest = WithMaps<proto.CheckRequest, typeof CHECK>;
export type CheckResponse = WithMaps<proto.CheckResponse, typeof CHECKED>;
export type DiffRequest = WithMaps<proto.DiffRequest, typeof DIFF>;
export type ConfigureRequest = WithMaps<proto.ConfigureRequest, typeof ARGS>;
export type CreateRequest = WithMaps<proto.CreateRequest, typeof CREATE>;
export type CreateResponse = WithMaps<proto.CreateResponse, typeof CREATE>;
export type ReadRequest = WithMaps<proto.ReadRequest, typeof READ>;
export type ReadResponse = WithMaps<proto.ReadResponse, typeof FOUND>;
export type UpdateRequest = WithMaps<proto.UpdateRequest, typeof UPDATE>;
export type UpdateResponse = WithMaps<proto.UpdateResponse, typeof UPDATED>;
export type DeleteRequest = WithMaps<proto.DeleteRequest, typeof DELETE>;
export type InvokeRequest = WithMaps<proto.InvokeRequest, typeof ARGS>;
export type InvokeResponse = WithMaps<proto.InvokeResponse, typeof INVOKED>;
export type ListRequest = WithMaps<proto.ListRequest, typeof LIST>;

const METHODS: Readonly<Record<string, { readonly request?: FieldNumbers; readonly response?: FieldNumbers }>> = {
  checkConfig: { request: CHECK, response: CHECKED },
  diffConfig: { request: DIFF },
  configure: { request: ARGS },
  check: { request: CHECK, response: CHECKED },
  diff: { request: DIFF },
  create: { request: CREATE, response: CREATE },
  read: { request: READ, response: FOUND },
  update: { request: UPDATE, response: UPDATED },
  delete: { request: DELETE },
  invoke: { request: ARGS, response: INVOKED },
  list: { request: LIST },
};

/** The service with messages whose property maps stand beside them, as the types above have them. */
export function withPropertyMaps(service: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(service).map(([name, method]) => {
    const { request, response } = METHODS[name] ?? {};
    const { requestDeserialize, responseSerialize } = method;
    return [
      name,
      {
        ...method,
        ...(request && {
          requestDeserialize: (bytes: Buffer) => {
            const { rest, maps } = split(bytes, request);
            return withMaps(requestDeserialize(rest), maps);
          },
        }),
        ...(response && {
          responseSerialize: (answer: object & { maps: Maps<FieldNumbers> }) =>
            joined(responseSerialize(answer), answer.maps, response),
        }),
      },
    ];
  });
  return Object.fromEntries(methods);
}

/** The message with property maps beside it. */
export function withMaps<Message extends object, M>(message: Message, maps: M): Message & { readonly maps: M } {
  return Object.assign(message, { maps });
}

/** A message's bytes with those of its property maps. Fields may come in any order. */
export function joined(bytes: Uint8Array, maps: Maps<FieldNumbers>, fields: FieldNumbers): Buffer {
  const parts = Object.entries(fields).flatMap(([name, number]) => {
    const map = maps[name];
    if (map === undefined) return [];
    const head = new BackwardWriter();
    head.varint(map.length);
    head.varint(number * 8 + DELIMITED);
    return [head.finish(), map];
  });
  return Buffer.concat([bytes, ...parts]);
}

const DELIMITED = 2;

function split(bytes: Buffer, fields: FieldNumbers): { rest: Buffer; maps: Maps<FieldNumbers> } {
  const names = new Map(Object.entries(fields).map(([name, number]) => [number * 8 + DELIMITED, name]));
  const reader = new WireReader(bytes);
  const rest: Buffer[] = [];
  const maps: Record<string, Buffer> = {};
  let from = 0;
  while (reader.position < bytes.length) {
    const start = reader.position;
    const tag = reader.varint();
    const name = names.get(tag);
    if (name === undefined) {
      reader.skip(tag, bytes.length);
      continue;
    }
    rest.push(bytes.subarray(from, start));
    from = reader.end(bytes.length);
    // Of one field given twice the last counts, as in any message.
    maps[name] = bytes.subarray(reader.position, from);
    reader.position = from;
  }
  rest.push(bytes.subarray(from));
  return { rest: Buffer.concat(rest), maps };
}
