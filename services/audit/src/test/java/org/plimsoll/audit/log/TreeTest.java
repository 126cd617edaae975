package org.plimsoll.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The inputs and roots that implementations of Certificate Transparency are tested with. */
  private static final List<byte[]> KNOWN_LEAVES =
      List.of(
          bytes(""),
          bytes("00"),
          bytes("10"),
          bytes("2021"),
          bytes("3031"),
          bytes("40414243"),
          bytes("5051525354555657"),
          bytes("606162636465666768696a6b6c6d6e6f"));

  private static final List<String> KNOWN_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static byte[] bytes(String hex) {
    return HEX.parseHex(hex);
  }

  static Tree treeOf(int size) {
    Tree tree = new Tree();
    for (int i = 0; i < size; i++) {
      tree.append(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    return tree;
  }

  private static List<Integer> sizes() {
    return IntStream.concat(
            IntStream.rangeClosed(1, 70), new Random(9162).ints(20, 71, 3000).sorted())
        .boxed()
        .toList();
  }

  @Test
  void theRootsAreThoseOfCertificateTransparency() {
    Tree tree = new Tree();
    Frontier frontier = new Frontier();
    for (int size = 0; size <= KNOWN_LEAVES.size(); size++) {
      assertThat(HEX.formatHex(tree.root(size).bytes())).isEqualTo(KNOWN_ROOTS.get(size));
      assertThat(frontier.root()).isEqualTo(tree.root(size));
      if (size < KNOWN_LEAVES.size()) {
        assertThat(frontier.append(KNOWN_LEAVES.get(size)))
            .isEqualTo(tree.append(KNOWN_LEAVES.get(size)));
      }
    }
  }

  @Test
  void theProofsAreThoseOfCertificateTransparency() {
    Tree tree = new Tree();
    KNOWN_LEAVES.forEach(tree::append);

    assertThat(hex(tree.inclusion(0, 8)))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(hex(tree.inclusion(1, 5)))
        .containsExactly(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    assertThat(hex(tree.consistency(6, 8)))
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(hex(tree.consistency(2, 5)))
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  private static List<String> hex(List<Hash> proof) {
    return proof.stream().map(hash -> HEX.formatHex(hash.bytes())).toList();
  }

  @Test
  void aFrontierHasTheRootOfTheWholeTreeAtEverySize() {
    Tree tree = treeOf(1100);
    Frontier frontier = new Frontier();
    for (int size = 0; size < 1100; size++) {
      assertThat(frontier.root()).isEqualTo(tree.root(size));
      frontier.append(tree.leaf(size));
    }
  }

  @Test
  void everyInclusionProofProvesAndNoneWithAFlippedBit() {
    Random random = new Random(2131);
    for (int size : sizes()) {
      Tree tree = treeOf(size);
      Hash root = tree.root(size);
      for (int each = 0; each < size; each += size < 71 ? 1 : 97) {
        int index = each;
        List<Hash> proof = tree.inclusion(index, size);
        Hash leaf = tree.leaf(index);
        assertThat(Proofs.includes(root, size, index, leaf, proof)).isTrue();

        assertThat(Proofs.includes(flipped(root, random), size, index, leaf, proof)).isFalse();
        assertThat(Proofs.includes(root, size, index, flipped(leaf, random), proof)).isFalse();
        flippedEach(proof, random)
            .forEach(
                forged -> assertThat(Proofs.includes(root, size, index, leaf, forged)).isFalse());
        assertThat(Proofs.includes(root, size, (index + 1L) % size, leaf, proof))
            .isEqualTo(size == 1);
        assertThat(Proofs.includes(root, size, index, leaf, longer(proof))).isFalse();
        if (!proof.isEmpty()) {
          assertThat(Proofs.includes(root, size, index, leaf, proof.subList(1, proof.size())))
              .isFalse();
        }
      }
    }
  }

  @Test
  void everyConsistencyProofProvesAndNoneWithAFlippedBit() {
    Random random = new Random(2141);
    for (int size : sizes()) {
      Tree tree = treeOf(size);
      Hash root = tree.root(size);
      for (int from = 0; from <= size; from += size < 71 ? 1 : 89) {
        int first = from;
        Hash firstRoot = tree.root(first);
        List<Hash> proof = tree.consistency(first, size);
        assertThat(Proofs.isConsistent(first, firstRoot, size, root, proof)).isTrue();

        assertThat(Proofs.isConsistent(first, flipped(firstRoot, random), size, root, proof))
            .isFalse();
        if (first > 0) {
          assertThat(Proofs.isConsistent(first, firstRoot, size, flipped(root, random), proof))
              .isFalse();
        }
        flippedEach(proof, random)
            .forEach(forged ->
                assertThat(Proofs.isConsistent(first, firstRoot, size, root, forged)).isFalse());
        assertThat(Proofs.isConsistent(first, firstRoot, size, root, longer(proof))).isFalse();
        if (!proof.isEmpty()) {
          assertThat(
                  Proofs.isConsistent(first, firstRoot, size, root, proof.subList(1, proof.size())))
              .isFalse();
        }
      }
    }
  }

  @Test
  void anotherHistoryIsNotConsistent() {
    Tree tree = treeOf(40);
    Tree other = new Tree();
    for (int i = 0; i < 60; i++) {
      other.append((i == 11 ? "rewritten" : "entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(
            Proofs.isConsistent(40, tree.root(40), 60, other.root(60), other.consistency(40, 60)))
        .isFalse();
    assertThat(
            Proofs.isConsistent(11, tree.root(11), 60, other.root(60), other.consistency(11, 60)))
        .as("up to there they are the same")
        .isTrue();
  }

  @Test
  void whatIsNotThereIsRefused() {
    Tree tree = treeOf(5);
    assertThatThrownBy(() -> tree.inclusion(5, 5)).hasMessage("index: 5 - expected 0 to 4");
    assertThatThrownBy(() -> tree.root(6)).hasMessage("size: 6 - expected 0 to 5");
    assertThatThrownBy(() -> tree.consistency(4, 3)).hasMessage("from: 4 - expected 0 to 3");
    assertThatThrownBy(() -> Hash.parse("AAAA")).hasMessageContaining("32 bytes");
  }

  private static Hash flipped(Hash hash, Random random) {
    byte[] bytes = hash.bytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return Hash.of(bytes);
  }

  private static List<List<Hash>> flippedEach(List<Hash> proof, Random random) {
    List<List<Hash>> all = new ArrayList<>();
    for (int i = 0; i < proof.size(); i++) {
      List<Hash> forged = new ArrayList<>(proof);
      forged.set(i, flipped(proof.get(i), random));
      all.add(forged);
    }
    return all;
  }

  private static List<Hash> longer(List<Hash> proof) {
    List<Hash> longer = new ArrayList<>(proof);
    longer.add(new TreeHasher().empty());
    return longer;
  }
}
