// Versions of a set of maps, as a history of commits needs them: the newest is plain maps, an older one is the way back
// from a newer. A line of commits costs nothing to follow; a turn to another line costs what lies between the two.

interface Write {
  readonly map: Map<unknown, unknown>;
  readonly key: unknown;
  /** Undefined: the key is absent. */
  readonly value: unknown;
}

/** A state that can be gone back to. Opaque outside this file. */
export class Version {
  /** The version that `back` starts from; undefined when this version is what the maps hold. */
  towards: Version | undefined;
  back: Write[] = [];
}

/** Writes to many maps, and the way between their versions. A map is written through one timeline, or not at all. */
export class Timeline {
  #current = new Version();
  #way: Write[] | undefined;

  get current(): Version {
    return this.#current;
  }

  /** Sets a key, or deletes it when the value is undefined. */
  set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    this.#way?.push({ map: map as Map<unknown, unknown>, key, value: map.get(key) });
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  clear<K>(map: Map<K, unknown>): void {
    for (const key of [...map.keys()]) this.set(map, key, undefined);
  }

  /**
   * Begins a new version after another.
   * @param kept whether any version made before is still needed; when none is, no way back is kept and all of them end
   */
  begin(from: Version, kept: boolean): Version {
    this.#goTo(from);
    const next = new Version();
    if (kept) {
      from.towards = next;
      from.back = [];
    }
    this.#way = kept ? from.back : undefined;
    this.#current = next;
    return next;
  }

  #goTo(wanted: Version): void {
    const way: Version[] = [];
    for (let at = wanted; at !== this.#current; at = at.towards as Version) way.push(at);
    this.#way = undefined;
    for (const version of way.reverse()) {
      const { back, towards } = version as { back: Write[]; towards: Version };
      const forth: Write[] = [];
      for (let at = back.length - 1; at >= 0; at -= 1) {
        const { map, key, value } = back[at] as Write;
        forth.push({ map, key, value: map.get(key) });
        if (value === undefined) map.delete(key);
        else map.set(key, value);
      }
      towards.towards = version;
      towards.back = forth;
      version.towards = undefined;
      version.back = [];
    }
    this.#current = wanted;
  }
}
