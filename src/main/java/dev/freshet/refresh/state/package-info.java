/** Last good snapshots on disk: the format of their files, and the folder they are in. */
@org.jspecify.annotations.NullMarked
package dev.freshet.refresh.state;
