import type { System } from "../../truth.ts";

export const backupCli: System = {
  id: "backup-cli",
  language: "go",
  names: {
    Employee: /employee/i,
    "Backup bucket": /bucket|s3|minio/i,
    "Identity file": /identity/i,
    "Status page": /status/i,
  },
  truth: {
    entries: [
      { name: "backup save <folder>", also: /backup save/i },
      { name: "backup restore <name> <folder>", also: /backup restore/i },
      { name: "backup list", also: /backup list/i },
      { name: "backup forget <name>", also: /backup forget/i, since: 2 },
    ],
    flows: [
      { name: "Employee -> self" },
      { name: "self -> Backup bucket" },
      { name: "Backup bucket -> self" },
      { name: "self -> Identity file" },
      { name: "self -> Status page", since: 3 },
    ],
    stores: [{ name: "Backup bucket" }, { name: "Identity file" }],
    boundaries: [{ name: "Employee's machine / bucket provider" }],
    controls: [{ name: "Object lock", until: 4 }, { name: "Disk encryption of laptops" }],
    risks: [{ name: "Who loses the identity loses the archives" }],
    assumptions: [
      {
        name: "Each employee has an account of their own on their machine",
        also: /each employee has an account/i,
      },
      { name: "The bucket's policy keeps keys apart" },
    ],
    threats: [
      {
        kind: "process",
        category: "information-disclosure",
        weakness: ["CWE-526"],
        state: "open",
        why: "the bucket's key is in the environment of a shell, and of all that it starts",
      },
      {
        kind: "store",
        at: "Backup bucket",
        category: "denial-of-service",
        weakness: ["CWE-693"],
        state: "held",
        outside: true,
        until: 4,
        why: "object lock keeps archives for 90 days",
      },
      {
        kind: "store",
        at: "Backup bucket",
        category: "denial-of-service",
        weakness: ["CWE-693"],
        state: "open",
        since: 4,
        why: "object lock was given up, so whoever has the key deletes every archive",
      },
      {
        kind: "store",
        at: "Backup bucket",
        category: "tampering",
        weakness: ["CWE-471", "CWE-345", "CWE-353"],
        state: "open",
        why: "an archive says nothing of who made it: anybody with the recipient can put a forged one there",
      },
      {
        kind: "process",
        category: "repudiation",
        weakness: ["CWE-778"],
        state: "open",
        why: "nothing on the machine records what was restored by whom",
      },
      {
        kind: "store",
        at: "Identity file",
        category: "information-disclosure",
        weakness: ["CWE-732", "CWE-312", "CWE-522"],
        state: "held",
        outside: true,
        why: "the file is refused when others can read it, and the disk is encrypted",
      },
    ],
    traps: [
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-22"],
        why: "paths of an archive must stay in the folder",
      },
      {
        kind: "store",
        at: "Backup bucket",
        category: "information-disclosure",
        weakness: ["CWE-312", "CWE-552"],
        why: "archives are encrypted before they leave the machine",
      },
      {
        kind: "process",
        category: "tampering",
        weakness: ["CWE-150"],
        where: "backup list",
        why: "names are quoted before they are printed",
      },
    ],
  },
  series: [
    {
      message: "Explain the object's name",
      plant: "comment-only",
      edits: [
        {
          in: "cmd/backup/archive.go",
          replace: "\tname := time.Now()",
          by: "\t// Names sort by time, so that the newest archive is the last of the list.\n\tname := time.Now()",
        },
      ],
    },
    {
      message: "Let people forget an archive",
      plant: "new-route",
      edits: [
        {
          in: "cmd/backup/main.go",
          replace: '\tcase args[0] == "list"',
          by: '\tcase args[0] == "forget" && len(args) == 2:\n\t\treturn bucket.remove(ctx, args[1])\n\tcase args[0] == "list"',
        },
        {
          in: "cmd/backup/bucket.go",
          replace: "func (b *bucket) list(",
          by: "func (b *bucket) remove(ctx context.Context, name string) error {\n\treturn b.client.RemoveObject(ctx, bucketName, b.prefix+name, minio.RemoveObjectOptions{})\n}\n\nfunc (b *bucket) list(",
        },
        {
          in: "specs/backup-cli.md",
          replace: "| `backup list` | none |",
          by: "| `backup forget <name>` | name: string (1..100) | the person's shell | removes an archive |\n| `backup list` | none |",
        },
        {
          in: "specs/backup-cli.md",
          replace: "| `backup list` | Employee |",
          by: "| `backup forget <name>` | Employee | none: the operating system's account |\n| `backup list` | Employee |",
        },
      ],
    },
    {
      message: "Report each backup to the status page",
      plant: "new-outbound",
      edits: [
        {
          write: "cmd/backup/report.go",
          text: 'package main\n\nimport (\n\t"net/http"\n\t"net/url"\n\t"os"\n)\n\n// report tells the status page that a backup was made; nobody waits for it.\nfunc report(account, name string) {\n\tform := url.Values{"account": {account}, "name": {name}, "token": {os.Getenv("STATUS_TOKEN")}}\n\treply, err := http.PostForm("https://status.company.example/backups", form)\n\tif err == nil {\n\t\treply.Body.Close()\n\t}\n}\n',
        },
        {
          in: "specs/backup-cli.md",
          replace: "| Backup tool | Identity file |",
          by: "| Backup tool | Status page | account, archive name, token | HTTPS |\n| Backup tool | Identity file |",
        },
      ],
    },
    {
      message: "Object lock was too dear",
      plant: "spec-only",
      edits: [
        {
          in: "specs/backup-cli.md",
          replace:
            "| Object lock | Workplace IT | nobody can delete or overwrite an archive for 90 days | archives that are older |\n",
          by: "",
        },
      ],
    },
  ],
};
