import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { EngineError } from "./errors";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The text whose encryption in the salt proves a passphrase, as Pulumi chose it. */
const CHECK_TEXT = "pulumi";

/** Encrypts and decrypts the secrets of one state. Texts have Pulumi's form `v1:nonce:ciphertext`. */
export class Crypter {
  readonly #key: Buffer;
  /** The salt with the passphrase's proof: `secrets_providers.state.salt` of a deployment. */
  readonly salt: string;

  /** With the salt's bytes alone, a fresh proof is made. */
  constructor(key: Buffer, salt: string | Buffer) {
    this.#key = key;
    this.salt = typeof salt === "string" ? salt : `v1:${salt.toString("base64")}:${this.encrypt(CHECK_TEXT)}`;
  }

  encrypt(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  /** Throws where the text was not encrypted with this key. */
  decrypt(text: string): string {
    const [version, nonce, sealed] = text.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined) {
      throw new EngineError("state", "a secret in the state has an unknown form");
    }
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  }
}

/**
 * Opens crypters for one passphrase. The key derivation costs a good part of a second, so it is done once per salt; a new
 * stack reuses the salt that this instance made before.
 */
export class Passphrase {
  static readonly #known = new Map<string, Passphrase>();
  readonly #passphrase: string;
  readonly #crypters = new Map<string, Promise<Crypter>>();
  #fresh: Promise<Crypter> | undefined;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  /** The one of this process: its engines share what they have derived. */
  static of(passphrase: string): Passphrase {
    const known = Passphrase.#known.get(passphrase) ?? new Passphrase(passphrase);
    Passphrase.#known.set(passphrase, known);
    return known;
  }

  /** A crypter for a state without secrets yet, with a new salt. */
  create(): Promise<Crypter> {
    const salt = randomBytes(SALT_BYTES);
    this.#fresh ??= this.#deriveKey(salt).then((key) => {
      const crypter = new Crypter(key, salt);
      this.#crypters.set(crypter.salt, Promise.resolve(crypter));
      return crypter;
    });
    return this.#fresh;
  }

  /** The crypter of an existing state; throws EngineError where the passphrase is another. */
  open(salt: string): Promise<Crypter> {
    const crypter = this.#crypters.get(salt) ?? this.#openSalt(salt);
    this.#crypters.set(salt, crypter);
    return crypter;
  }

  async #openSalt(salt: string): Promise<Crypter> {
    const [, bytes, proof] = /^v1:([A-Za-z0-9+/=]+):(v1:.+)$/.exec(salt) ?? [];
    if (bytes === undefined || proof === undefined) {
      throw new EngineError("state", "the state's secrets salt has an unknown form");
    }
    const crypter = new Crypter(await this.#deriveKey(Buffer.from(bytes, "base64")), salt);
    try {
      crypter.decrypt(proof);
    } catch (error) {
      const said = "incorrect passphrase: it does not open the secrets of this stack's state";
      throw new EngineError("passphrase", said, error);
    }
    return crypter;
  }

  #deriveKey(salt: Buffer): Promise<Buffer> {
    return promisify(pbkdf2)(this.#passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
  }
}
