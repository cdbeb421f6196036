import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { INIT_FAILED, joined, withMaps, withPropertyMaps } from "../../provider/plugin/property-maps";
import { decodeStruct, encodeStruct } from "../../provider/plugin/struct-codec";
import { plain, struct } from "./client";

const generated = services.ResourceProviderService;
const ours = withPropertyMaps(generated);

type Method = keyof typeof generated & string;
type Maps = Readonly<Record<string, Buffer>>;

function methodOf(service: typeof generated | typeof ours, name: Method) {
  const method = (service as typeof ours)[name];
  if (!method) throw new Error(`there is no method ${name}`);
  return method;
}

/** Each property map of the message holds its own name. */
function filled(message: object, names: readonly string[]): object {
  for (const name of names) Reflect.get(message, setterOf(name)).call(message, struct({ name }));
  return message;
}

function setterOf(name: string): string {
  return `set${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function named(maps: Maps): Record<string, unknown> {
  return Object.fromEntries(Object.entries(maps).map(([name, bytes]) => [name, decodeStruct(bytes)["name"]]));
}

function expected(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

function createRequest(): proto.CreateRequest {
  const request = new proto.CreateRequest();
  request.setUrn("urn");
  request.setTimeout(7);
  request.setPreview(true);
  return request;
}

describe("a request", () => {
  const requests: readonly [Method, object, readonly string[]][] = [
    ["checkConfig", new proto.CheckRequest(), ["olds", "news", "oldOutputs"]],
    ["diffConfig", new proto.DiffRequest(), ["olds", "news", "oldInputs"]],
    ["configure", new proto.ConfigureRequest(), ["args"]],
    ["check", new proto.CheckRequest(), ["olds", "news", "oldOutputs"]],
    ["diff", new proto.DiffRequest(), ["olds", "news", "oldInputs"]],
    ["create", createRequest(), ["properties"]],
    ["read", new proto.ReadRequest(), ["properties", "inputs"]],
    ["update", new proto.UpdateRequest(), ["olds", "news", "oldInputs"]],
    ["delete", new proto.DeleteRequest(), ["properties", "oldInputs"]],
    ["invoke", new proto.InvokeRequest(), ["args"]],
    ["list", new proto.ListRequest(), ["query"]],
  ];

  it.each(requests)("of %s has its property maps beside it, and nothing of them inside", (method, message, names) => {
    const rest = methodOf(generated, method).requestSerialize(message);
    const bytes = methodOf(generated, method).requestSerialize(filled(message, names));
    const read = methodOf(ours, method).requestDeserialize(bytes) as { maps: Maps };
    expect(named(read.maps)).toEqual(expected(names));
    expect(methodOf(generated, method).requestSerialize(read)).toEqual(rest);
  });

  it("without property maps has none", () => {
    const bytes = methodOf(generated, "create").requestSerialize(createRequest());
    const read = methodOf(ours, "create").requestDeserialize(bytes) as proto.CreateRequest & { maps: Maps };
    expect([read.maps, read.getUrn(), read.getTimeout(), read.getPreview()]).toEqual([{}, "urn", 7, true]);
  });

  it("that gives one property map twice has the last one", () => {
    const twice = Buffer.concat(
      ["a", "b"].map((name) => joined(Buffer.alloc(0), { news: encodeStruct({ name }) }, { news: 3 })),
    );
    const read = methodOf(ours, "check").requestDeserialize(twice) as { maps: Maps };
    expect(named(read.maps)).toEqual({ news: "b" });
  });

  it("that is cut off is an error", () => {
    const bytes = methodOf(generated, "create").requestSerialize(filled(createRequest(), ["properties"]));
    for (const length of [1, 4, bytes.length - 1]) {
      expect(() => methodOf(ours, "create").requestDeserialize(bytes.subarray(0, length))).toThrow();
    }
  });
});

describe("an answer", () => {
  const answers: readonly [Method, object, readonly string[]][] = [
    ["checkConfig", new proto.CheckResponse(), ["inputs"]],
    ["check", new proto.CheckResponse(), ["inputs"]],
    ["create", new proto.CreateResponse(), ["properties"]],
    ["read", new proto.ReadResponse(), ["properties", "inputs"]],
    ["update", new proto.UpdateResponse(), ["properties"]],
    ["invoke", new proto.InvokeResponse(), ["return"]],
  ];

  it.each(answers)("of %s is what google-protobuf reads", (method, message, names) => {
    const maps = Object.fromEntries(names.map((name) => [name, encodeStruct({ name })]));
    const bytes = methodOf(ours, method).responseSerialize(withMaps(message, maps));
    const read = methodOf(generated, method).responseDeserialize(bytes);
    const found = names.map((name) => [
      name,
      plain(Reflect.get(read, setterOf(name).replace("set", "get")).call(read))["name"],
    ]);
    expect(Object.fromEntries(found)).toEqual(expected(names));
  });
});

it("the outputs of a failed creation are what google-protobuf reads", () => {
  const detail = new proto.ErrorResourceInitFailed();
  detail.setId("7");
  const bytes = joined(detail.serializeBinary(), { properties: encodeStruct({ a: 1 }) }, INIT_FAILED);
  const read = proto.ErrorResourceInitFailed.deserializeBinary(bytes);
  expect([read.getId(), plain(read.getProperties())]).toEqual(["7", { a: 1 }]);
});
