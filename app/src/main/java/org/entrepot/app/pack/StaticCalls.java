package org.entrepot.app.pack;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/// Replaces what the JVM would link at run time by plain instructions: the choice of a case by type
/// ([java.lang.runtime.SwitchBootstraps]), and the `equals` and `hashCode` of records
/// ([java.lang.runtime.ObjectMethods]). Linking makes a class or a dozen method handles for each,
/// half a millisecond in a JVM that has just begun, and no ahead-of-time cache keeps them. Results
/// are the same, the numbers of `hashCode` too.
final class StaticCalls {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc CHOOSE =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);
  private static final MethodTypeDesc HASH =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);
  private static final MethodTypeDesc EQUAL =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

  private final ClassModel model;
  private final ClassDesc owner;
  private final List<List<ClassDesc>> choices = new ArrayList<>(); // the types of each switch

  private StaticCalls(ClassModel model) {
    this.model = model;
    this.owner = model.thisClass().asSymbol();
  }

  /// The class with such calls replaced, or the same bytes when it has none.
  ///
  /// @param names finds the classes that it names
  static byte[] in(byte[] bytes, ClassLoader names) {
    var format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(names)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel model = format.parse(bytes);
    return model.methods().stream().anyMatch(StaticCalls::isConcerned)
        ? new StaticCalls(model).replaced(format)
        : bytes;
  }

  private static boolean isConcerned(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element -> isTypeSwitch(element) || isRecordMethod(element));
  }

  /// Whether it chooses among types alone; constants among the cases are left to the JVM.
  private static boolean isTypeSwitch(CodeElement element) {
    return element instanceof InvokeDynamicInstruction call
        && call.bootstrapMethod().owner().equals(SWITCHES)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && !call.typeSymbol().parameterType(0).isPrimitive()
        && call.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc);
  }

  private static boolean isRecordMethod(CodeElement element) {
    return element instanceof InvokeDynamicInstruction call
        && call.bootstrapMethod().owner().equals(RECORDS)
        && !call.name().equalsString("toString");
  }

  private byte[] replaced(ClassFile format) {
    CodeTransform calls =
        (code, element) -> {
          if (isTypeSwitch(element)) {
            replaceSwitch(code, (InvokeDynamicInstruction) element);
          } else if (isRecordMethod(element)) {
            replaceRecordMethod(code, (InvokeDynamicInstruction) element);
          } else {
            code.with(element);
          }
        };
    return format.transformClass(
        model,
        ClassTransform.transformingMethodBodies(StaticCalls::isConcerned, calls)
            .andThen(
                ClassTransform.endHandler(built -> {
                  for (int i = 0; i < choices.size(); i++) {
                    List<ClassDesc> types = choices.get(i);
                    built.withMethodBody(
                        name(i),
                        CHOOSE,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                        code -> choose(code, types));
                  }
                })));
  }

  private static String name(int choice) {
    return "typeSwitch$" + choice;
  }

  private void replaceSwitch(CodeBuilder code, InvokeDynamicInstruction call) {
    code.invokestatic(owner, name(choices.size()), CHOOSE, model.flags().has(AccessFlag.INTERFACE));
    choices.add(call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList());
  }

  /// `(Object value, int from)`: the first of the types, from that one on, that the value is of;
  /// their number for none, -1 for null.
  private static void choose(CodeBuilder code, List<ClassDesc> types) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }

  /// The arguments are on the stack, and those of the method: javac passes them on as they are.
  private void replaceRecordMethod(CodeBuilder code, InvokeDynamicInstruction call) {
    List<DirectMethodHandleDesc> components =
        call.bootstrapArgs().stream()
            .filter(DirectMethodHandleDesc.class::isInstance)
            .map(DirectMethodHandleDesc.class::cast)
            .toList();
    code.pop();
    if (call.name().equalsString("hashCode")) {
      hash(code, components);
    } else {
      code.pop();
      compare(code, components);
    }
  }

  private void hash(CodeBuilder code, List<DirectMethodHandleDesc> components) {
    code.iconst_0();
    for (DirectMethodHandleDesc component : components) {
      ClassDesc type = load(code.bipush(31).imul(), component, 0);
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
      } else {
        code.invokestatic(OBJECTS, "hashCode", HASH);
      }
      code.iadd();
    }
  }

  private void compare(CodeBuilder code, List<DirectMethodHandleDesc> components) {
    Label different = code.newLabel();
    Label end = code.newLabel();
    code.aload(1).instanceOf(owner).ifeq(different);
    for (DirectMethodHandleDesc component : components) {
      load(code, component, 0);
      ClassDesc type = load(code, component, 1);
      if (!type.isPrimitive()) {
        code.invokestatic(OBJECTS, "equals", EQUAL).ifeq(different);
      } else {
        code.invokestatic(box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
            .ifne(different);
      }
    }
    code.iconst_1().goto_(end).labelBinding(different).iconst_0().labelBinding(end);
  }

  /// Loads a component of the record that is an argument; returns its type.
  private ClassDesc load(CodeBuilder code, DirectMethodHandleDesc component, int argument) {
    ClassDesc type = component.invocationType().returnType();
    code.aload(argument);
    if (argument > 0) {
      code.checkcast(owner);
    }
    code.getfield(owner, component.methodName(), type);
    return type;
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (primitive.descriptorString()) {
      case "Z" -> ConstantDescs.CD_Boolean;
      case "B" -> ConstantDescs.CD_Byte;
      case "S" -> ConstantDescs.CD_Short;
      case "C" -> ConstantDescs.CD_Character;
      case "I" -> ConstantDescs.CD_Integer;
      case "J" -> ConstantDescs.CD_Long;
      case "F" -> ConstantDescs.CD_Float;
      case "D" -> ConstantDescs.CD_Double;
      default -> throw new IllegalArgumentException(primitive + " is no primitive type");
    };
  }
}
